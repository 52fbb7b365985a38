package dev.keyhook.subscriptions;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What some calls of a client do differently from its other calls. Immutable.
 *
 * <pre>{@code
 * admin.with(CallOptions.timeoutOf(Duration.ofSeconds(3))).tenants().list();
 * }</pre>
 */
public final class CallOptions {

  private final @Nullable Duration timeout;
  private final @Nullable Boolean idempotent;

  private CallOptions(@Nullable Duration timeout, @Nullable Boolean idempotent) {
    this.timeout = timeout;
    this.idempotent = idempotent;
  }

  /** Returns options with another budget for the whole call, see {@link TransportSettings}. */
  public static CallOptions timeoutOf(Duration budget) {
    return new CallOptions(Objects.requireNonNull(budget, "budget"), null);
  }

  /**
   * Returns options by which a call is retried, or not, whatever its HTTP method.
   *
   * @param idempotent true if carrying the call out twice does no harm; then a POST is retried as
   *     well. False if no call must be sent twice
   */
  public static CallOptions idempotentCalls(boolean idempotent) {
    return new CallOptions(null, idempotent);
  }

  /** Returns these options with those that are set in others. */
  public CallOptions and(CallOptions others) {
    return new CallOptions(
        others.timeout == null ? timeout : others.timeout,
        others.idempotent == null ? idempotent : others.idempotent);
  }

  /** Returns the budget for the whole call, if it differs. */
  public Optional<Duration> timeout() {
    return Optional.ofNullable(timeout);
  }

  /** Returns whether calls are retried whatever their HTTP method, if it was set. */
  public Optional<Boolean> idempotent() {
    return Optional.ofNullable(idempotent);
  }

  @Override
  public String toString() {
    return "CallOptions[timeout " + timeout + ", idempotent " + idempotent + "]";
  }
}
