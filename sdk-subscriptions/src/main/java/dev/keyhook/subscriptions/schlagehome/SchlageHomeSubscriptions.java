package dev.keyhook.subscriptions.schlagehome;

import dev.keyhook.Secret;
import dev.keyhook.subscriptions.ApiException;
import dev.keyhook.subscriptions.CallOptions;
import dev.keyhook.subscriptions.PlanReport;
import dev.keyhook.subscriptions.PlanStep;
import dev.keyhook.subscriptions.PreflightOptions;
import dev.keyhook.subscriptions.PreflightReport;
import dev.keyhook.subscriptions.TransportException;
import dev.keyhook.subscriptions.TransportSettings;
import dev.keyhook.subscriptions.internal.ApiCall;
import dev.keyhook.subscriptions.internal.BaseUrl;
import dev.keyhook.subscriptions.internal.CallbackUrl;
import dev.keyhook.subscriptions.internal.Credentials;
import dev.keyhook.subscriptions.internal.Credentials.Header;
import dev.keyhook.subscriptions.internal.Credentials.HeaderSource;
import dev.keyhook.subscriptions.internal.HttpApi;
import dev.keyhook.subscriptions.internal.Pages;
import dev.keyhook.subscriptions.internal.PlanRun;
import dev.keyhook.subscriptions.internal.Preflight;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Webhook subscriptions of one Schlage account.
 *
 * <p><strong>Unverified against the live API.</strong> The vendor's endpoint reference is behind a
 * login; base URL, path, bodies and responses follow a public description that calls itself
 * inferred (api-evangelist, 2026-08). Base URL, path and the subscription key's header can be set.
 * Responses are read leniently, and any 2xx is success.
 *
 * <p>A subscription belongs to the account whose user authorised the access token. There is no
 * operation to change one.
 *
 * <p>All methods throw {@link ApiException} if the vendor refuses, and {@link TransportException}
 * if no usable response arrives. Thread-safe; close it when it is no longer needed.
 */
public final class SchlageHomeSubscriptions implements AutoCloseable {

  /** How long the vendor waits for the response to its validation request. */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final HttpApi api;
  private final List<String> path;

  private SchlageHomeSubscriptions(HttpApi api, List<String> path) {
    this.api = api;
    this.path = path;
  }

  private SchlageHomeSubscriptions(Builder builder) {
    TokenSource tokens = builder.tokens;
    if (tokens == null) {
      throw new IllegalStateException("Set tokens(...)");
    }
    this.path = builder.path;
    this.api =
        new HttpApi(
            BaseUrl.of(builder.baseUrl),
            builder.transport,
            new TokenCredentials(
                tokens,
                builder.subscriptionKey == null
                    ? null
                    : new HeaderSource(
                        "subscriptionKey",
                        builder.subscriptionKeyHeader,
                        "",
                        builder.subscriptionKey)));
  }

  /** Returns a builder; the token source is required. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns a view of this client whose calls have other options. It shares this client's
   * connections: closing either closes both.
   */
  public SchlageHomeSubscriptions with(CallOptions options) {
    return new SchlageHomeSubscriptions(api.with(options), path);
  }

  /**
   * Creates a subscription.
   *
   * <p>Before it responds, the vendor sends an OPTIONS request to the URL, whose response must be
   * 2xx within 30 seconds, as that of Keyhook's receivers is. The request is not retried if it may
   * have been carried out.
   *
   * @param url HTTPS; a query is kept, and recommended by the vendor to tell environments apart
   * @param eventTypes at least one
   * @throws IllegalArgumentException if the URL is not HTTPS, or has no host, user info or a
   *     fragment; or if there is no type
   * @throws ApiException if the vendor refuses: 400 if the URL does not respond
   * @throws TransportException if no usable response arrives
   */
  public SchlageHomeSubscription create(URI url, Collection<SchlageHomeEventName> eventTypes) {
    if (eventTypes.isEmpty()) {
      throw new IllegalArgumentException("Name at least one event type");
    }
    List<String> names =
        eventTypes.stream().map(SchlageHomeEventName::value).distinct().sorted().toList();
    return new SchlageHomeSubscription(
        api.call(
            call("create", "POST")
                .json(Map.of("url", CallbackUrl.require(url, false), "eventTypes", names))));
  }

  /**
   * Returns a subscription.
   *
   * @throws ApiException if the vendor refuses: 404 if there is none of this id
   * @throws TransportException if no usable response arrives
   */
  public SchlageHomeSubscription get(String subscriptionId) {
    return new SchlageHomeSubscription(api.call(call("get", "GET", subscriptionId)));
  }

  /**
   * Returns all subscriptions of the account.
   *
   * @throws ApiException if the vendor refuses
   * @throws TransportException if no usable response arrives
   */
  public List<SchlageHomeSubscription> list() {
    return pages("list").all();
  }

  /**
   * Returns the subscriptions one after another. If the vendor sends pages, each is read when it is
   * needed, within a budget of its own. The stream throws what {@link #list()} throws.
   */
  public Stream<SchlageHomeSubscription> stream() {
    return pages("stream").stream();
  }

  private Pages<SchlageHomeSubscription> pages(String method) {
    return new Pages<>(api, call(method, "GET"), "subscriptions", SchlageHomeSubscription::new);
  }

  /**
   * Deletes a subscription.
   *
   * <p>If the response to an attempt was lost and the next one finds nothing, that counts as
   * deleted.
   *
   * @throws ApiException if the vendor refuses: 404 if there is none of this id
   * @throws TransportException if no usable response arrives
   */
  public void delete(String subscriptionId) {
    api.run(call("delete", "DELETE", subscriptionId));
  }

  /** Checks a callback URL like {@link #preflight(URI, PreflightOptions)}. */
  public PreflightReport preflight(URI url) {
    return preflight(url, PreflightOptions.defaults());
  }

  /**
   * Checks a callback URL before the vendor is asked: its form, whether its addresses are public,
   * the certificate, and whether the response to an OPTIONS request is 2xx within 30 seconds.
   *
   * <p>The vendor's request may have headers that are not published. Problems are findings of the
   * report, never exceptions. The host is resolved once and the request goes to these addresses
   * only, directly and not through a proxy. No request is sent to a host with addresses that are
   * not public, unless the options allow it by name.
   */
  public PreflightReport preflight(URI url, PreflightOptions options) {
    return Preflight.check(api, url, new Preflight.Probe("OPTIONS", null, LIMIT), options);
  }

  /**
   * Applies a plan step by step.
   *
   * <p>A new subscription is created before an old one is deleted: for a moment events are
   * delivered twice instead of not at all; the receiver drops the duplicates. Before each step the
   * subscriptions are listed again; a step that was done before, or that would now take deliveries
   * away, is skipped. So the same plan can be applied again after a failure.
   *
   * @throws dev.keyhook.subscriptions.PlanFailedException if a step fails; it has the report and
   *     the error
   */
  public PlanReport<SchlageHomeSubscription> apply(SchlageHomePlan plan) {
    return PlanRun.apply(plan.steps(), new Target(plan));
  }

  private final class Target implements PlanRun.Target<SchlageHomeSubscription> {

    private final SchlageHomePlan plan;

    private Target(SchlageHomePlan plan) {
      this.plan = plan;
    }

    @Override
    public List<PlanStep> planned() {
      return plan.again(list()).steps();
    }

    @Override
    public SchlageHomeSubscription create(SortedSet<String> types) {
      return SchlageHomeSubscriptions.this.create(
          plan.url(), types.stream().map(SchlageHomeEventName::of).toList());
    }

    @Override
    public void change(String id, SortedSet<String> types) {
      throw new IllegalStateException("There is no operation to change a subscription");
    }

    @Override
    public void delete(String id) {
      SchlageHomeSubscriptions.this.delete(id);
    }
  }

  private ApiCall call(String method, String verb, String... id) {
    List<String> segments = new ArrayList<>(path);
    segments.addAll(Arrays.asList(id));
    return ApiCall.of("SchlageHomeSubscriptions." + method, verb, segments);
  }

  /** Ends running calls with a {@link TransportException} and refuses new ones. */
  @Override
  public void close() {
    api.close();
  }

  /** Prints no credentials. */
  @Override
  public String toString() {
    return "SchlageHomeSubscriptions";
  }

  private record TokenCredentials(TokenSource tokens, @Nullable HeaderSource subscriptionKey)
      implements Credentials {

    @Override
    public List<Header> headers() {
      List<Header> headers = new ArrayList<>(2);
      headers.add(
          new HeaderSource("tokens", "Authorization", "Bearer ", tokens::accessToken).now());
      if (subscriptionKey != null) {
        headers.add(subscriptionKey.now());
      }
      return headers;
    }

    @Override
    public boolean renew(List<Header> refused) {
      Secret old = refused.get(0).secret();
      tokens.refused(old);
      return !old.equals(tokens.accessToken());
    }
  }

  /** Builds a {@link SchlageHomeSubscriptions}. Not safe for use by several threads. */
  public static final class Builder {

    private URI baseUrl = URI.create("https://api.allegion.com/schlage-home");
    private List<String> path = List.of("webhooks", "subscriptions");
    private @Nullable TokenSource tokens;
    private String subscriptionKeyHeader = "alle-subscription-key";
    private @Nullable Supplier<Secret> subscriptionKey;
    private TransportSettings transport = TransportSettings.defaults();

    private Builder() {}

    /**
     * Sets the base URL, {@code https://api.allegion.com/schlage-home} unless set.
     *
     * @param baseUrl HTTPS, or plain HTTP on a loopback address
     */
    public Builder baseUrl(URI baseUrl) {
      this.baseUrl = Objects.requireNonNull(baseUrl, "baseUrl");
      return this;
    }

    /**
     * Sets the path of the subscriptions below the base URL, {@code /webhooks/subscriptions} unless
     * set.
     *
     * @throws IllegalArgumentException if it has no segment, or one that is {@code .} or {@code ..}
     */
    public Builder path(String path) {
      List<String> segments =
          Arrays.stream(path.split("/")).filter(segment -> !segment.isEmpty()).toList();
      if (segments.isEmpty()) {
        throw new IllegalArgumentException("The path must have a segment");
      }
      ApiCall.of("path", "GET", segments); // for its checks
      this.path = segments;
      return this;
    }

    /** Sets the source of access tokens. */
    public Builder tokens(TokenSource tokens) {
      this.tokens = Objects.requireNonNull(tokens, "tokens");
      return this;
    }

    /**
     * Sets the supplier of the key of your API-management subscription, called for each attempt; no
     * key is sent unless set. The vendor's portal says that one is needed.
     */
    public Builder subscriptionKey(Supplier<Secret> subscriptionKey) {
      this.subscriptionKey = Objects.requireNonNull(subscriptionKey, "subscriptionKey");
      return this;
    }

    /** Sets the header of that key, {@code alle-subscription-key} unless set. */
    public Builder subscriptionKeyHeader(String name) {
      if (!Credentials.isHeaderName(name)) {
        throw new IllegalArgumentException("Not the name of a header");
      }
      this.subscriptionKeyHeader = name;
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
     * @throws IllegalStateException if there is no token source
     * @throws IllegalArgumentException if the base URL is neither HTTPS nor on a loopback address
     */
    public SchlageHomeSubscriptions build() {
      return new SchlageHomeSubscriptions(this);
    }
  }
}
