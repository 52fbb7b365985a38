package dev.keyhook.subscriptions.smartphonekey;

import dev.keyhook.Secret;
import dev.keyhook.subscriptions.ApiException;
import dev.keyhook.subscriptions.PlanReport;
import dev.keyhook.subscriptions.PlanStep;
import dev.keyhook.subscriptions.TransportException;
import dev.keyhook.subscriptions.TransportSettings;
import dev.keyhook.subscriptions.internal.ApiCall;
import dev.keyhook.subscriptions.internal.BaseUrl;
import dev.keyhook.subscriptions.internal.CallbackUrl;
import dev.keyhook.subscriptions.internal.Credentials;
import dev.keyhook.subscriptions.internal.Credentials.HeaderSource;
import dev.keyhook.subscriptions.internal.HttpApi;
import dev.keyhook.subscriptions.internal.Json;
import dev.keyhook.subscriptions.internal.Pages;
import dev.keyhook.subscriptions.internal.PlanRun;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The admin API, for the vendor's own staff: tenants, API keys, webhooks.
 *
 * <p>Every request carries both an admin key and a JWT of an {@code @smartphonekey.com} account, so
 * partners cannot use it; they have {@link SmartphoneKeySubscriptions}.
 *
 * <p>Paths and request bodies are the vendor's (partner onboarding page, 2026-05-29). Most answers,
 * all error bodies, paging parameters and rate limits are not documented. Rotating a key is said to
 * exist, its path is not given, so it is not here.
 *
 * <p>All methods throw {@link ApiException} if the vendor says no, and {@link TransportException}
 * if no usable answer comes. Thread-safe; close it when it is no longer needed.
 */
public final class SmartphoneKeyAdmin implements AutoCloseable {

  private final HttpApi api;
  private final boolean httpCallbacks;

  private SmartphoneKeyAdmin(Builder builder) {
    if (builder.adminKey == null || builder.token == null) {
      throw new IllegalStateException("Set both adminKey(...) and token(...)");
    }
    this.httpCallbacks = builder.environment.allowsHttpCallbacks();
    this.api =
        new HttpApi(
            builder.baseUrl == null
                ? BaseUrl.of(builder.environment.baseUrl())
                : BaseUrl.of(builder.baseUrl),
            builder.transport,
            Credentials.of(
                new HeaderSource("adminKey", "X-Admin-API-Key", "", builder.adminKey),
                new HeaderSource("token", "Authorization", "Bearer ", builder.token)));
  }

  /** Returns a builder; the admin key and the token are required. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Registers a partner's organisation, which must come before its API key.
   *
   * @param orgId the partner's id, chosen by the partner, such as {@code acme-corp}
   * @param orgName its name for people
   * @param ownerEmail the owner's e-mail address
   * @throws ApiException if the vendor says no
   * @throws TransportException if no usable answer comes
   */
  public void registerTenant(String orgId, String orgName, String ownerEmail) {
    api.run(
        call("registerTenant", "POST", "tenants", orgId, "register")
            .json(
                Map.of(
                    "orgName", Objects.requireNonNull(orgName, "orgName"),
                    "ownerEmail", Objects.requireNonNull(ownerEmail, "ownerEmail"))));
  }

  /**
   * Creates the partner's API key, which never expires.
   *
   * <p>The answer is the only time the key is shown. If the call ends with a {@link
   * TransportException} that says it may have happened, the key may exist and be lost; the vendor
   * then answers 409 until it is revoked.
   *
   * @throws ApiException if the vendor says no: 404 if the tenant is not registered, 409 if there
   *     is an active key, since there is one for each organisation
   * @throws TransportException if no usable answer comes
   */
  public NewApiKey createApiKey(String orgId, String orgName) {
    return createApiKey(orgId, orgName, Map.of());
  }

  /**
   * Creates the partner's API key, which expires, see {@link #createApiKey(String, String)}.
   *
   * @throws ApiException if the vendor says no
   * @throws TransportException if no usable answer comes
   */
  public NewApiKey createApiKey(String orgId, String orgName, Instant expiresAt) {
    return createApiKey(
        orgId, orgName, Map.of("expiresAt", Objects.requireNonNull(expiresAt, "expiresAt")));
  }

  private NewApiKey createApiKey(String orgId, String orgName, Map<String, Instant> more) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("orgId", Objects.requireNonNull(orgId, "orgId"));
    members.put("orgName", Objects.requireNonNull(orgName, "orgName"));
    members.putAll(more);
    return new NewApiKey(api.call(call("createApiKey", "POST", "api-keys").json(members)));
  }

  /**
   * Creates a webhook of a tenant; there may be several.
   *
   * <p>The vendor's response has no id of the webhook, so the webhooks are listed afterwards. If
   * the new one is not listed yet, or the list fails, the returned value has only what was sent,
   * and its {@code id()} throws {@link dev.keyhook.MissingFieldException}. Whether a new one is
   * {@code active} at once or {@code pending} at first is contradictory in the vendor's pages.
   *
   * @param url where to deliver: HTTPS, or in {@link SmartphoneKeyEnvironment#DEV} HTTP as well
   * @param events what to deliver
   * @throws IllegalArgumentException if the URL is not allowed
   * @throws ApiException if the vendor says no, to an unknown event name for example
   * @throws TransportException if no usable answer comes
   */
  public SmartphoneKeyWebhook createWebhook(String orgId, URI url, EventSelection events) {
    return createWebhook(orgId, url, events, Map.of());
  }

  /**
   * Creates a webhook with a secret, see {@link #createWebhook(String, URI, EventSelection)}.
   *
   * <p>What the vendor uses the secret for is not documented: deliveries carry no signature.
   *
   * @throws IllegalArgumentException if the URL is not allowed
   * @throws ApiException if the vendor says no
   * @throws TransportException if no usable answer comes
   */
  public SmartphoneKeyWebhook createWebhook(
      String orgId, URI url, EventSelection events, Secret secret) {
    return createWebhook(
        orgId, url, events, Map.of("secret", Objects.requireNonNull(secret, "secret")));
  }

  private SmartphoneKeyWebhook createWebhook(
      String orgId, URI url, EventSelection events, Map<String, Secret> more) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("url", CallbackUrl.require(url, httpCallbacks));
    members.put("events", events.wire());
    members.putAll(more);
    Json response =
        api.run(call("createWebhook", "POST", "tenants", orgId, "webhooks").json(members));
    return listed(orgId, url, events)
        .orElseGet(
            () ->
                new SmartphoneKeyWebhook(
                    response.with("url", url.toString()).with("events", events.wire())));
  }

  /** Looks for a webhook that was just created; the newest one wins. */
  private Optional<SmartphoneKeyWebhook> listed(String orgId, URI url, EventSelection events) {
    try {
      return webhooks(orgId).stream()
          .filter(webhook -> webhook.delivers(url) && webhook.events().equals(events))
          .reduce((older, newer) -> isNewer(older, newer) ? older : newer);
    } catch (ApiException | TransportException e) {
      return Optional.empty(); // it was created, and that must not look like a failure
    }
  }

  private static boolean isNewer(SmartphoneKeyWebhook one, SmartphoneKeyWebhook other) {
    return one.createdAt().flatMap(time -> other.createdAt().map(time::isAfter)).orElse(false);
  }

  /**
   * Returns all webhooks of a tenant, page by page as long as the answer says that there is more.
   *
   * <p>The names of the paging parameters are not documented; {@code limit} and {@code offset} of
   * the answer are sent back. If the vendor does not go by them, that is a {@link
   * TransportException}, and not half a list.
   *
   * @throws ApiException if the vendor says no
   * @throws TransportException if no usable answer comes
   */
  public List<SmartphoneKeyWebhook> webhooks(String orgId) {
    return Pages.all(api, call("webhooks", "GET", "tenants", orgId, "webhooks"), "webhooks")
        .stream()
        .map(SmartphoneKeyWebhook::new)
        .toList();
  }

  /**
   * Changes a webhook. A new URL makes it {@link WebhookStatus#PENDING}.
   *
   * @throws IllegalArgumentException if a new URL is not allowed
   * @throws ApiException if the vendor says no
   * @throws TransportException if no usable answer comes
   */
  public void updateWebhook(String orgId, String webhookId, WebhookChange change) {
    api.run(
        call("updateWebhook", "PUT", "tenants", orgId, "webhooks", webhookId)
            .json(change.members(httpCallbacks)));
  }

  /**
   * Deletes a webhook.
   *
   * <p>If an attempt's answer was lost and the next one finds nothing, that counts as deleted.
   *
   * @throws ApiException if the vendor says no: 404 if there is no such webhook
   * @throws TransportException if no usable answer comes
   */
  public void deleteWebhook(String orgId, String webhookId) {
    api.run(call("deleteWebhook", "DELETE", "tenants", orgId, "webhooks", webhookId));
  }

  /**
   * Returns all tenants, page by page if the answer says that there is more.
   *
   * <p>The answer is not documented. An array {@code tenants} is read, or a bare array.
   *
   * @throws ApiException if the vendor says no
   * @throws TransportException if no usable answer comes, or one without such an array
   */
  public List<SmartphoneKeyTenant> tenants() {
    return Pages.all(api, call("tenants", "GET", "tenants"), "tenants").stream()
        .map(SmartphoneKeyTenant::new)
        .toList();
  }

  /**
   * Applies a plan step by step.
   *
   * <p>Before each step the webhooks are listed again; a step that was done before, or that would
   * now take deliveries away, is skipped. So the same plan can be applied again after a failure.
   *
   * @throws dev.keyhook.subscriptions.PlanFailedException if a step fails; it has the report and
   *     the error
   */
  public PlanReport<SmartphoneKeyWebhook> apply(SmartphoneKeyPlan plan) {
    return PlanRun.apply(plan.steps(), new Target(plan));
  }

  private final class Target implements PlanRun.Target<SmartphoneKeyWebhook> {

    private final SmartphoneKeyPlan plan;

    private Target(SmartphoneKeyPlan plan) {
      this.plan = plan;
    }

    @Override
    public List<PlanStep> planned() {
      return plan.again(webhooks(plan.orgId())).steps();
    }

    @Override
    public SmartphoneKeyWebhook create(SortedSet<String> types) {
      return createWebhook(plan.orgId(), plan.url(), EventSelection.read(List.copyOf(types)));
    }

    @Override
    public void change(String id, SortedSet<String> types) {
      updateWebhook(
          plan.orgId(), id, WebhookChange.events(EventSelection.read(List.copyOf(types))));
    }

    @Override
    public void delete(String id) {
      deleteWebhook(plan.orgId(), id);
    }
  }

  private static ApiCall call(String method, String verb, String... path) {
    return ApiCall.of("SmartphoneKeyAdmin." + method, verb, path);
  }

  /** Ends running calls with a {@link TransportException} and refuses new ones. */
  @Override
  public void close() {
    api.close();
  }

  /** Prints no credentials. */
  @Override
  public String toString() {
    return "SmartphoneKeyAdmin";
  }

  /** Builds a {@link SmartphoneKeyAdmin}. Not safe for use by several threads. */
  public static final class Builder {

    private SmartphoneKeyEnvironment environment = SmartphoneKeyEnvironment.PROD;
    private @Nullable URI baseUrl;
    private @Nullable Supplier<Secret> adminKey;
    private @Nullable Supplier<Secret> token;
    private TransportSettings transport = TransportSettings.defaults();

    private Builder() {}

    /** Sets the environment; production unless set. */
    public Builder environment(SmartphoneKeyEnvironment environment) {
      this.environment = Objects.requireNonNull(environment, "environment");
      return this;
    }

    /**
     * Sets another base URL than the environment's, for a proxy or a fake. The environment's rules
     * for callback URLs stay.
     *
     * @param baseUrl HTTPS, or plain HTTP on a loopback address
     */
    public Builder baseUrl(URI baseUrl) {
      this.baseUrl = Objects.requireNonNull(baseUrl, "baseUrl");
      return this;
    }

    /** Sets where the admin key comes from, asked for each attempt on the calling thread. */
    public Builder adminKey(Supplier<Secret> adminKey) {
      this.adminKey = Objects.requireNonNull(adminKey, "adminKey");
      return this;
    }

    /** Sets where the JWT comes from, asked for each attempt on the calling thread. */
    public Builder token(Supplier<Secret> token) {
      this.token = Objects.requireNonNull(token, "token");
      return this;
    }

    /** Sets the budget for a whole call, 30 s unless set; see {@link TransportSettings#timeout}. */
    public Builder timeout(Duration timeout) {
      this.transport = transport.timeout(timeout);
      return this;
    }

    /** Sets all about time-outs and repetitions, a time-out set before included. */
    public Builder transport(TransportSettings transport) {
      this.transport = Objects.requireNonNull(transport, "transport");
      return this;
    }

    /**
     * Returns the client. Nothing is sent yet.
     *
     * @throws IllegalStateException if the admin key or the token is missing
     * @throws IllegalArgumentException if the base URL is neither HTTPS nor on a loopback address
     */
    public SmartphoneKeyAdmin build() {
      return new SmartphoneKeyAdmin(this);
    }
  }
}
