package dev.keyhook.subscriptions.smartphonekey;

import dev.keyhook.Secret;
import dev.keyhook.subscriptions.ApiException;
import dev.keyhook.subscriptions.CallOptions;
import dev.keyhook.subscriptions.PreflightOptions;
import dev.keyhook.subscriptions.PreflightReport;
import dev.keyhook.subscriptions.TransportException;
import dev.keyhook.subscriptions.TransportSettings;
import dev.keyhook.subscriptions.internal.ApiCall;
import dev.keyhook.subscriptions.internal.BaseUrl;
import dev.keyhook.subscriptions.internal.CallbackUrl;
import dev.keyhook.subscriptions.internal.Credentials;
import dev.keyhook.subscriptions.internal.HttpApi;
import dev.keyhook.subscriptions.internal.Preflight;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Changes the URL of a partner's webhook, with the partner's own API key.
 *
 * <p>Everything else, including the event types, can only be changed by the vendor's staff, with
 * {@link SmartphoneKeyAdmin}; {@link SmartphoneKeyPlan#requestText()} is the request to send them.
 *
 * <p>The vendor documents the operation, but neither its response nor its error bodies (partner
 * onboarding page, 2026-05-29). Thread-safe; close it when it is no longer needed.
 */
public final class SmartphoneKeySubscriptions implements AutoCloseable {

  /** The timeout of EventBridge for a delivery (AWS: API destinations). */
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final HttpApi api;

  private SmartphoneKeySubscriptions(HttpApi api) {
    this.api = api;
  }

  private SmartphoneKeySubscriptions(Builder builder) {
    if (builder.apiKey == null) {
      throw new IllegalStateException("Set apiKey(...)");
    }
    this.api =
        new HttpApi(
            builder.baseUrl == null
                ? BaseUrl.of(builder.environment.baseUrl())
                : BaseUrl.of(builder.baseUrl),
            builder.transport,
            Credentials.of(
                new Credentials.HeaderSource("apiKey", "X-API-Key", "", builder.apiKey)));
  }

  /** Returns a builder; the API key is required. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns a view of this client whose calls have other options. It shares this client's
   * connections: closing either closes both.
   */
  public SmartphoneKeySubscriptions with(CallOptions options) {
    return new SmartphoneKeySubscriptions(api.with(options));
  }

  /**
   * Changes the URL of a webhook.
   *
   * <p>Its status becomes {@link WebhookStatus#PENDING} until the receiver responds with 2xx to a
   * POST whose content is not documented; Keyhook's receivers do. The event types and the secret do
   * not change. The request is not retried if it may have been carried out.
   *
   * @param webhookId the webhook's id; only the admin API lists ids, so ask your account manager
   * @param url HTTPS in every environment; a query is kept
   * @throws IllegalArgumentException if the URL is not HTTPS, or has no host, user info or a
   *     fragment
   * @throws ApiException if the vendor refuses: 401 for a wrong or rotated key, 404 for an unknown
   *     webhook
   * @throws TransportException if no usable response arrives
   */
  public void changeUrl(String webhookId, URI url) {
    api.run(
        ApiCall.of("SmartphoneKeySubscriptions.changeUrl", "PATCH", "webhooks", webhookId)
            .json(Map.of("url", CallbackUrl.require(url, false))));
  }

  /** Checks a callback URL like {@link #preflight(URI, PreflightOptions)}, without a secret. */
  public PreflightReport preflight(URI url) {
    return preflight(url, PreflightOptions.defaults());
  }

  /**
   * Checks a callback URL before the vendor is asked: its form, whether its addresses are public,
   * the certificate, and whether the response to a POST of {@code {}} is 2xx within five seconds.
   *
   * <p>The vendor documents neither the content of its verification request nor its timeout; five
   * seconds is the limit of AWS for all deliveries. A receiver that requires a secret refuses a
   * request without it, which is {@code DOUBTFUL}.
   *
   * <p>Problems are findings of the report, never exceptions. The host is resolved once and the
   * request goes to these addresses only, directly and not through a proxy. No request is sent to a
   * host with addresses that are not public, unless the options allow it by name.
   */
  public PreflightReport preflight(URI url, PreflightOptions options) {
    return Preflight.check(api, url, new Preflight.Probe("POST", "{}", LIMIT), options);
  }

  /** Ends running calls with a {@link TransportException} and refuses new ones. */
  @Override
  public void close() {
    api.close();
  }

  /** Prints no key. */
  @Override
  public String toString() {
    return "SmartphoneKeySubscriptions";
  }

  /** Builds a {@link SmartphoneKeySubscriptions}. Not safe for use by several threads. */
  public static final class Builder {

    private SmartphoneKeyEnvironment environment = SmartphoneKeyEnvironment.PROD;
    private @Nullable URI baseUrl;
    private @Nullable Supplier<Secret> apiKey;
    private TransportSettings transport = TransportSettings.defaults();

    private Builder() {}

    /** Sets the environment; production unless set. */
    public Builder environment(SmartphoneKeyEnvironment environment) {
      this.environment = Objects.requireNonNull(environment, "environment");
      return this;
    }

    /**
     * Sets another base URL than the environment's, for a proxy or a fake.
     *
     * @param baseUrl HTTPS, or plain HTTP on a loopback address
     */
    public Builder baseUrl(URI baseUrl) {
      this.baseUrl = Objects.requireNonNull(baseUrl, "baseUrl");
      return this;
    }

    /**
     * Sets the supplier of the partner's API key. It is called for each attempt, on the calling
     * thread, so a rotated key is used at once; its exceptions are passed on unchanged.
     */
    public Builder apiKey(Supplier<Secret> apiKey) {
      this.apiKey = Objects.requireNonNull(apiKey, "apiKey");
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
     * @throws IllegalStateException if the API key is missing
     * @throws IllegalArgumentException if the base URL is neither HTTPS nor on a loopback address
     */
    public SmartphoneKeySubscriptions build() {
      return new SmartphoneKeySubscriptions(this);
    }
  }
}
