package dev.keyhook.subscriptions.smartphonekey;

import dev.keyhook.Secret;
import dev.keyhook.subscriptions.ApiException;
import dev.keyhook.subscriptions.CallOptions;
import dev.keyhook.subscriptions.PlanReport;
import dev.keyhook.subscriptions.PlanStep;
import dev.keyhook.subscriptions.TransportException;
import dev.keyhook.subscriptions.TransportSettings;
import dev.keyhook.subscriptions.internal.BaseUrl;
import dev.keyhook.subscriptions.internal.Credentials;
import dev.keyhook.subscriptions.internal.Credentials.HeaderSource;
import dev.keyhook.subscriptions.internal.HttpApi;
import dev.keyhook.subscriptions.internal.PlanRun;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The admin API, for the vendor's own staff: tenants, API keys, webhooks.
 *
 * <p>Every request carries both an admin key and a JWT of an {@code @smartphonekey.com} account, so
 * partners cannot use it; they use {@link SmartphoneKeySubscriptions}.
 *
 * <p>Paths and request bodies are from the vendor's partner onboarding page (2026-05-29). Most
 * responses, all error bodies, paging parameters and rate limits are not documented. Keys can be
 * rotated, but the path is not documented, so this class has no method for it.
 *
 * <p>All methods throw {@link ApiException} if the vendor refuses, and {@link TransportException}
 * if no usable response arrives. Thread-safe; close it when it is no longer needed.
 */
public final class SmartphoneKeyAdmin implements AutoCloseable {

  private final HttpApi api;
  private final boolean httpCallbacks;

  private SmartphoneKeyAdmin(HttpApi api, boolean httpCallbacks) {
    this.api = api;
    this.httpCallbacks = httpCallbacks;
  }

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

  /** Returns the tenants. */
  public AdminTenants tenants() {
    return new AdminTenants(api);
  }

  /** Returns the API keys of partners. */
  public AdminApiKeys apiKeys() {
    return new AdminApiKeys(api);
  }

  /**
   * Returns the webhooks of a tenant.
   *
   * @param orgId the tenant's id, such as {@code acme-corp}
   */
  public AdminWebhooks webhooks(String orgId) {
    return new AdminWebhooks(api, Objects.requireNonNull(orgId, "orgId"), httpCallbacks);
  }

  /**
   * Returns a view of this client whose calls have other options. It shares this client's
   * connections: closing either closes both.
   */
  public SmartphoneKeyAdmin with(CallOptions options) {
    return new SmartphoneKeyAdmin(api.with(options), httpCallbacks);
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
    private final AdminWebhooks webhooks;

    private Target(SmartphoneKeyPlan plan) {
      this.plan = plan;
      this.webhooks = webhooks(plan.orgId());
    }

    @Override
    public List<PlanStep> planned() {
      return plan.again(webhooks.list()).steps();
    }

    @Override
    public SmartphoneKeyWebhook create(SortedSet<String> types) {
      return webhooks.create(plan.url(), EventSelection.read(List.copyOf(types)));
    }

    @Override
    public void change(String id, SortedSet<String> types) {
      webhooks.update(id, WebhookChange.events(EventSelection.read(List.copyOf(types))));
    }

    @Override
    public void delete(String id) {
      webhooks.delete(id);
    }
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
     * for callback URLs still apply.
     *
     * @param baseUrl HTTPS, or plain HTTP on a loopback address
     */
    public Builder baseUrl(URI baseUrl) {
      this.baseUrl = Objects.requireNonNull(baseUrl, "baseUrl");
      return this;
    }

    /** Sets the supplier of the admin key, called for each attempt on the calling thread. */
    public Builder adminKey(Supplier<Secret> adminKey) {
      this.adminKey = Objects.requireNonNull(adminKey, "adminKey");
      return this;
    }

    /** Sets the supplier of the JWT, called for each attempt on the calling thread. */
    public Builder token(Supplier<Secret> token) {
      this.token = Objects.requireNonNull(token, "token");
      return this;
    }

    /**
     * Sets the budget for a whole call, 30 s unless set; see {@link
     * TransportSettings.Builder#timeout}.
     */
    public Builder timeout(Duration timeout) {
      this.transport = transport.toBuilder().timeout(timeout).build();
      return this;
    }

    /** Sets timeouts, retries, proxy and TLS; it replaces a timeout that was set before. */
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
