package dev.keyhook.subscriptions.internal;

import dev.keyhook.subscriptions.ApiException;
import dev.keyhook.subscriptions.TransportException;
import dev.keyhook.subscriptions.TransportException.Reason;
import dev.keyhook.subscriptions.TransportSettings;
import dev.keyhook.subscriptions.internal.Credentials.Header;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * A JSON API over HTTP: credentials, repetitions within a budget, and what an answer means.
 *
 * <p>Thread-safe.
 */
public final class HttpApi implements AutoCloseable {

  private final BaseUrl base;
  private final TransportSettings settings;
  private final Credentials credentials;
  private final Wire wire;
  private final Backoff backoff;
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Opens a way to an API. Nothing is sent yet. */
  public HttpApi(BaseUrl base, TransportSettings settings, Credentials credentials) {
    this.base = base;
    this.settings = settings;
    this.credentials = credentials;
    this.wire = new Wire(settings);
    this.backoff = new Backoff(settings.random().orElseGet(SplittableRandom::new));
  }

  /**
   * Makes a call whose response body is not documented, and returns its JSON if there is any.
   *
   * @throws ApiException if the vendor says no
   * @throws TransportException if no usable answer comes
   */
  public Json run(ApiCall call) {
    return attempts(call, deadline(), false);
  }

  /**
   * Makes a call that is answered with JSON.
   *
   * @throws ApiException if the vendor says no
   * @throws TransportException if no usable answer comes
   */
  public Json call(ApiCall call) {
    return call(call, deadline());
  }

  /** Makes one of several calls that share a budget, see {@link #call(ApiCall)}. */
  Json call(ApiCall call, Deadline deadline) {
    return attempts(call, deadline, true);
  }

  /** Returns when a call that begins now must be over. */
  Deadline deadline() {
    return new Deadline(settings.clock(), settings.timeout());
  }

  private Json attempts(ApiCall call, Deadline deadline, boolean wantsJson) {
    requireOpen();
    Redaction redaction = new Redaction(call.sensitive());
    boolean mayHaveHappened = false;
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
        Wire.Answer answer = wire.send(request(call, headers), left);
        if (answer.isSuccess()) {
          return content(call, answer, redaction, wantsJson);
        }
        if (answer.status() == 404 && call.isDelete() && mayHaveHappened) {
          return Json.empty(); // gone, by an attempt whose answer was lost
        }
        if (answer.status() == 401 && !renewed && credentials.renew(headers)) {
          renewed = true; // a refused request was not carried out, whatever its method
          continue;
        }
        ApiException refusal = Refusal.of(call, answer, redaction, settings.clock().instant());
        mayHaveHappened |= answer.status() >= 500 || answer.status() == 408;
        if (!call.isRepeatable()
            || !isTemporary(answer.status())
            || attempt >= settings.attempts()
            || refusal.retryAfter().filter(this::isTooLong).isPresent()) {
          throw refusal;
        }
        error = refusal;
        pause = backoff.before(attempt, refusal.retryAfter().orElse(Duration.ZERO));
      } catch (Wire.Failure failure) {
        mayHaveHappened |= failure.sent();
        error = transportError(call, failure, mayHaveHappened);
        if (!failure.isTemporary()
            || (failure.sent() && !call.isRepeatable())
            || attempt >= settings.attempts()) {
          throw error;
        }
        pause = backoff.before(attempt, Duration.ZERO);
      }
      if (pause.compareTo(deadline.left()) >= 0) {
        throw error;
      }
      sleep(pause, call, mayHaveHappened);
      attempt++;
    }
  }

  private boolean isTooLong(Duration pause) {
    return pause.compareTo(settings.maxRetryAfter()) > 0;
  }

  private static boolean isTemporary(int status) {
    return status == 408 || status == 429 || status >= 500;
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

  private Json content(ApiCall call, Wire.Answer answer, Redaction redaction, boolean wantsJson) {
    String type = answer.header("Content-Type");
    boolean isPage = type != null && type.toLowerCase(Locale.ROOT).contains("html");
    Json json = Json.read(answer.body());
    if (isPage || (wantsJson && json == null)) {
      throw new TransportException(
          call.operation(),
          Reason.UNREADABLE_ANSWER,
          true,
          isPage
              ? "the answer is a web page: is there a proxy or a login between you and the API?"
              : "the answer is not JSON; is the base URL right?",
          null);
    }
    if (json != null && json.isFalse("success")) {
      throw Refusal.of(call, answer, redaction, settings.clock().instant());
    }
    return json == null ? Json.empty() : json;
  }

  private static TransportException transportError(
      ApiCall call, Wire.Failure failure, boolean mayHaveHappened) {
    return new TransportException(
        call.operation(),
        failure.reason(),
        mayHaveHappened,
        failure.explanation(),
        failure.getCause());
  }

  private void sleep(Duration pause, ApiCall call, boolean mayHaveHappened) {
    try {
      if (settings.sleeper().isPresent()) {
        settings.sleeper().get().sleep(pause);
      } else if (!closed.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TransportException(
          call.operation(),
          Reason.INTERRUPTED,
          mayHaveHappened,
          "the thread was interrupted",
          null);
    }
    if (wire.isClosed()) {
      throw new TransportException(
          call.operation(), Reason.CLOSED, mayHaveHappened, "the client was closed", null);
    }
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

  /** Ends all calls, on whatever thread, and refuses new ones. Closing twice does nothing. */
  @Override
  public void close() {
    wire.close();
    closed.countDown();
  }
}
