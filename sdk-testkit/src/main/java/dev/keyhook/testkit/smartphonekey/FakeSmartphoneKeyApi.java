package dev.keyhook.testkit.smartphonekey;

import dev.keyhook.Secret;
import dev.keyhook.testkit.ApiFault;
import dev.keyhook.testkit.ApiRequest;
import dev.keyhook.testkit.internal.FakeRequest;
import dev.keyhook.testkit.internal.FakeResponse;
import dev.keyhook.testkit.internal.FakeServer;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Simulates SmartphoneKey's admin API over HTTP on loopback, with its documented rules.
 *
 * <pre>{@code
 * try (FakeSmartphoneKeyApi vendor = FakeSmartphoneKeyApi.start()) {
 *   String id = vendor.addWebhook("acme-corp", url, "KeyAdded");
 *   Secret key = vendor.partnerKey("acme-corp");
 *   // ... SmartphoneKeySubscriptions.builder().baseUrl(vendor.baseUrl()).apiKey(() -> key)
 *   assertThat(vendor.status(id)).isEqualTo("pending");
 * }
 * }</pre>
 *
 * <p>Documented rules: both headers on every admin request; a tenant before its key (404), one
 * active key for each organisation (409), 201 for a new key, which is shown once; a webhook is
 * active when it is created and pending when its URL changes; a partner's key changes the URL of
 * the partner's own webhooks and nothing else; HTTPS, except for the admin API in the dev
 * environment. Not documented, and therefore assumed: error bodies ({@code code}, {@code message},
 * {@code details}), the responses to PUT, PATCH, DELETE and to registering (200 and {@code
 * success}), paging by {@code limit} and {@code offset}, and that names of event types are checked
 * by their form.
 *
 * <p>Thread-safe. For tests only.
 */
public final class FakeSmartphoneKeyApi implements AutoCloseable {

  private final Tenants tenants = new Tenants();
  private final Secret adminKey = Tokens.random(40);
  private final Secret adminToken =
      Secret.of("e30." + Tokens.random(40).reveal() + "." + Tokens.random(40).reveal());
  private final FakeServer server;
  private volatile int pageSize = 50;
  private volatile boolean httpCallbacks;

  private FakeSmartphoneKeyApi() {
    this.server = new FakeServer(this::respond);
  }

  /** Starts an API without tenants on a free port. */
  public static FakeSmartphoneKeyApi start() {
    return new FakeSmartphoneKeyApi();
  }

  /** Returns the base URL: plain HTTP on a loopback address. */
  public URI baseUrl() {
    return server.url("");
  }

  /** Returns the key for {@code X-Admin-API-Key}. */
  public Secret adminKey() {
    return adminKey;
  }

  /** Returns the token for {@code Authorization}, which looks like a JWT. */
  public Secret adminToken() {
    return adminToken;
  }

  /** Registers a tenant if needed, and returns its API key, or a new one if it has none. */
  public Secret partnerKey(String orgId) {
    return tenants.partnerKey(orgId);
  }

  /** Gives a tenant a new API key; with the old one the response is 401. */
  public Secret rotateKey(String orgId) {
    return tenants.rotateKey(orgId);
  }

  /**
   * Registers a tenant if needed, adds an active webhook, and returns its id.
   *
   * @param events names of event types; empty for all
   */
  public String addWebhook(String orgId, URI url, String... events) {
    return tenants.addWebhook(
        orgId, url.toString(), events.length == 0 ? List.of("*") : Arrays.asList(events));
  }

  /**
   * Returns a webhook's status: {@code active} or {@code pending}.
   *
   * @throws IllegalArgumentException if there is no such webhook
   */
  public String status(String webhookId) {
    return tenants.status(webhookId);
  }

  /**
   * Simulates the receiver's response to the verification request: the webhook becomes active.
   *
   * @throws IllegalArgumentException if there is no such webhook
   */
  public void verified(String webhookId) {
    tenants.verified(webhookId);
  }

  /**
   * Simulates a change of the URL without a response to the verification request: the webhook
   * becomes pending.
   *
   * @throws IllegalArgumentException if there is no such webhook
   */
  public void unverified(String webhookId) {
    tenants.unverified(webhookId);
  }

  /**
   * Returns the names of the types that active webhooks deliver to a URL now; {@code *} for all.
   *
   * @param url compared like {@link URI#equals}
   */
  public Set<String> deliveredTo(URI url) {
    return tenants.deliveredTo(url);
  }

  /** Sets the size of pages in lists; 50 items unless set. */
  public FakeSmartphoneKeyApi pageSize(int items) {
    this.pageSize = items;
    return this;
  }

  /** Makes the admin API accept plain HTTP callback URLs, as in the dev environment. */
  public FakeSmartphoneKeyApi allowHttpCallbacks() {
    this.httpCallbacks = true;
    return this;
  }

  /** Makes the next requests fail, one fault each, in this order. */
  public FakeSmartphoneKeyApi failNext(ApiFault... faults) {
    server.failNext(Arrays.asList(faults));
    return this;
  }

  /** Returns all requests so far, in the order in which they arrived. */
  public List<ApiRequest> requests() {
    return server.requests();
  }

  private FakeResponse respond(FakeRequest request) {
    List<String> path = request.path();
    if (request.method().equals("PATCH") && path.size() == 2 && path.get(0).equals("webhooks")) {
      return changeUrl(request, path.get(1));
    }
    if (!request.header("X-Admin-API-Key").filter(adminKey.reveal()::equals).isPresent()
        || !request
            .header("Authorization")
            .filter(("Bearer " + adminToken.reveal())::equals)
            .isPresent()) {
      return FakeResponse.error(401, "Unauthorized", "Admin key and token are required");
    }
    return admin(request, path);
  }

  private FakeResponse admin(FakeRequest request, List<String> path) {
    String route = request.method() + " " + shape(path);
    int limit = request.number("limit", pageSize);
    int offset = request.number("offset", 0);
    return switch (route) {
      case "GET /tenants" -> tenants.list(limit, offset);
      case "GET /tenants/*/webhooks" -> tenants.webhooks(path.get(1), limit, offset);
      case "DELETE /tenants/*/webhooks/*" -> tenants.delete(path.get(1), path.get(3));
      default -> change(route, path, request.json());
    };
  }

  private FakeResponse change(
      String route, List<String> path, @Nullable Map<String, @Nullable Object> body) {
    if (body == null) {
      return FakeResponse.error(400, "BadRequest", "The body is not a JSON object");
    }
    return switch (route) {
      case "POST /tenants/*/register" -> tenants.register(path.get(1), body);
      case "POST /api-keys" -> tenants.createKey(body);
      case "POST /tenants/*/webhooks" -> tenants.create(path.get(1), body, httpCallbacks);
      case "PUT /tenants/*/webhooks/*" ->
          tenants.update(path.get(1), path.get(3), body, httpCallbacks);
      default -> FakeResponse.error(404, "NotFound", "There is no such operation");
    };
  }

  /** Returns the path with {@code *} for ids. */
  private static String shape(List<String> path) {
    StringBuilder shape = new StringBuilder();
    for (int i = 0; i < path.size(); i++) {
      boolean isId = path.get(0).equals("tenants") && i % 2 == 1;
      shape.append('/').append(isId ? "*" : path.get(i));
    }
    return shape.toString();
  }

  private FakeResponse changeUrl(FakeRequest request, String webhookId) {
    String orgId = tenants.ownerOf(request.header("X-API-Key").orElse(""));
    if (orgId == null) {
      return FakeResponse.error(401, "Unauthorized", "The API key is not valid");
    }
    Map<String, @Nullable Object> body = request.json();
    if (body == null || !body.keySet().equals(Set.of("url"))) {
      return FakeResponse.error(400, "BadRequest", "Only the url can be changed");
    }
    return tenants.update(orgId, webhookId, body, false);
  }

  /**
   * Frees the port.
   *
   * @throws IllegalStateException if code of the test threw during a request; with its exception as
   *     the cause, so that the test fails
   */
  @Override
  public void close() {
    server.close();
  }
}
