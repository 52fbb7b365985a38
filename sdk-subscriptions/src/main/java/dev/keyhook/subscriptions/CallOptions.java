package dev.keyhook.subscriptions;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Options for some calls of a client. Immutable.
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
   * Returns options that allow or forbid retries for any HTTP method.
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

  /** Returns whether calls are retried for any HTTP method, if it was set. */
  public Optional<Boolean> idempotent() {
    return Optional.ofNullable(idempotent);
  }

  @Override
  public String toString() {
    return "CallOptions[timeout " + timeout + ", idempotent " + idempotent + "]";
  }
}
