package dev.keyhook.subscriptions.internal;

import dev.keyhook.subscriptions.ApiException;
import dev.keyhook.subscriptions.CallOptions;
import dev.keyhook.subscriptions.TransportException;
import dev.keyhook.subscriptions.TransportException.Reason;
import dev.keyhook.subscriptions.TransportSettings;
import dev.keyhook.subscriptions.internal.Credentials.Header;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * A JSON API over HTTP: adds credentials, retries within a budget, and interprets responses.
 *
 * <p>Thread-safe.
 */
public final class HttpApi implements AutoCloseable {

  private final BaseUrl base;
  private final TransportSettings settings;
  private final Credentials credentials;
  private final Wire wire;
  private final Backoff backoff;
  private final CountDownLatch closed;
  private final @Nullable Boolean idempotent;

  /** Creates a client of an API. Nothing is sent yet. */
  public HttpApi(BaseUrl base, TransportSettings settings, Credentials credentials) {
    this(base, settings, credentials, new Wire(settings));
  }

  HttpApi(BaseUrl base, TransportSettings settings, Credentials credentials, Wire wire) {
    this(base, settings, credentials, wire, new CountDownLatch(1), null);
  }

  private HttpApi(
      BaseUrl base,
      TransportSettings settings,
      Credentials credentials,
      Wire wire,
      CountDownLatch closed,
      @Nullable Boolean idempotent) {
    this.base = base;
    this.settings = settings;
    this.credentials = credentials;
    this.wire = wire;
    this.closed = closed;
    this.idempotent = idempotent;
    this.backoff = Backoff.of(settings);
  }

  /** Returns a view of this API whose calls have other options. Closing it closes this API. */
  public HttpApi with(CallOptions options) {
    TransportSettings changed =
        options
            .timeout()
            .map(timeout -> settings.toBuilder().timeout(timeout).build())
            .orElse(settings);
    return new HttpApi(
        base, changed, credentials, wire, closed, options.idempotent().orElse(idempotent));
  }

  private boolean isIdempotent(ApiCall call) {
    return idempotent == null ? call.isIdempotent() : idempotent;
  }

  /**
   * Makes a call whose response body is not documented, and returns its JSON if there is any.
   *
   * @throws ApiException if the vendor refuses
   * @throws TransportException if no usable response comes
   */
  public Json run(ApiCall call) {
    return attempts(call, deadline(), false);
  }

  /**
   * Makes a call whose response is JSON.
   *
   * @throws ApiException if the vendor refuses
   * @throws TransportException if no usable response comes
   */
  public Json call(ApiCall call) {
    return call(call, deadline());
  }

  /** Makes a call whose budget began before, see {@link #call(ApiCall)}. */
  public Json call(ApiCall call, Deadline deadline) {
    return attempts(call, deadline, true);
  }

  /** Returns the deadline of a call that begins now. */
  public Deadline deadline() {
    return new Deadline(settings);
  }

  private Json attempts(ApiCall call, Deadline deadline, boolean wantsJson) {
    requireOpen();
    Redaction redaction = new Redaction(call.sensitive());
    boolean mayHaveHappened = false;
    boolean responseLost = false;
    boolean renewed = false;
    for (int attempt = 1; ; ) {
      List<Header> headers = credentials.headers();
      headers.forEach(header -> header.sensitive().forEach(redaction::hide));
      Duration left = deadline.left();
      if (left.isZero()) {
        throw new TransportException(
            call.operation(),
            Reason.TIMED_OUT,
            mayHaveHappened,
            "the time for the whole call is over",
            null);
      }
      RuntimeException error;
      Duration pause;
      try {
        HttpResponse response = wire.send(request(call, headers), left, call.isInterruptible());
        if (response.isSuccess()) {
          return content(call, response, redaction, wantsJson);
        }
        if (response.status() == 404 && call.isDelete() && responseLost) {
          return Json.empty(); // deleted by an attempt whose response was lost
        }
        if (response.status() == 401 && !renewed && credentials.renew(headers)) {
          renewed = true; // a refused request was not carried out, whatever its method
          continue;
        }
        ApiException refusal = Refusal.of(call, response, redaction, settings.clock().instant());
        mayHaveHappened |= refusal.mayHaveHappened();
        if (!isIdempotent(call)
            || !refusal.isRetryable()
            || attempt >= settings.attempts()
            || refusal.retryAfter().filter(this::isTooLong).isPresent()) {
          throw refusal;
        }
        error = refusal;
        pause = backoff.before(attempt, refusal.retryAfter().orElse(Duration.ZERO));
      } catch (Failure failure) {
        mayHaveHappened |= failure.sent();
        responseLost |= failure.sent();
        error = transportError(call, failure, mayHaveHappened);
        if (!failure.isTemporary()
            || (failure.sent() && !isIdempotent(call))
            || attempt >= settings.attempts()) {
          throw error;
        }
        pause = backoff.before(attempt, Duration.ZERO);
      }
      if (pause.compareTo(deadline.left()) >= 0) {
        throw error;
      }
      Patience.sleep(call.operation(), pause, settings, closed, mayHaveHappened);
      attempt++;
    }
  }

  private boolean isTooLong(Duration pause) {
    return pause.compareTo(settings.maxRetryAfter()) > 0;
  }

  private Request request(ApiCall call, List<Header> headers) {
    byte @Nullable [] body = call.body();
    Request.Builder builder =
        new Request.Builder()
            .url(base.with(call.path(), call.query()))
            .header("User-Agent", UserAgent.TEXT)
            .header("Accept", "application/json")
            .method(call.method(), body == null ? null : Wire.body(body, call.contentType()));
    headers.forEach(header -> builder.header(header.name(), header.value()));
    return builder.build();
  }

  private Json content(
      ApiCall call, HttpResponse response, Redaction redaction, boolean wantsJson) {
    String type = response.header("Content-Type");
    boolean isPage = type != null && type.toLowerCase(Locale.ROOT).contains("html");
    Json json = Json.read(response.body());
    if (isPage || (wantsJson && json == null)) {
      throw new TransportException(
          call.operation(),
          Reason.UNREADABLE_RESPONSE,
          true,
          isPage
              ? "the response is a web page: is there a proxy or a login between you and the API?"
              : "the response is not JSON; is the base URL right?",
          null);
    }
    if (json != null && json.isFalse("success")) {
      throw Refusal.of(call, response, redaction, settings.clock().instant());
    }
    return json == null ? Json.empty() : json;
  }

  private static TransportException transportError(
      ApiCall call, Failure failure, boolean mayHaveHappened) {
    return new TransportException(
        call.operation(),
        failure.reason(),
        mayHaveHappened,
        failure.explanation(),
        failure.getCause());
  }

  void requireOpen() {
    if (wire.isClosed()) {
      throw new IllegalStateException("This client is closed; open a new one");
    }
  }

  Wire wire() {
    return wire;
  }

  TransportSettings settings() {
    return settings;
  }

  /** Ends all calls on all threads, and refuses new ones. Closing twice does nothing. */
  @Override
  public void close() {
    closed.countDown();
    wire.close();
  }
}
