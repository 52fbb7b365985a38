package dev.keyhook.subscriptions.schlagehome;

import dev.keyhook.subscriptions.ApiException;
import dev.keyhook.subscriptions.TransportException;
import dev.keyhook.subscriptions.TransportException.Reason;
import dev.keyhook.subscriptions.TransportSettings;
import dev.keyhook.subscriptions.internal.Backoff;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Pauses requests to the token endpoint after a failure: until the pause ends, each call fails with
 * the same error. The pause grows, and is never shorter than {@code Retry-After}. Called by one
 * thread at a time.
 */
final class RenewalPause {

  private final TransportSettings transport;
  private final Backoff backoff;
  private int failures;
  private @Nullable RuntimeException last;
  private long until;

  RenewalPause(TransportSettings transport) {
    this.transport = transport;
    this.backoff = Backoff.of(transport);
  }

  /** Throws the last failure as long as the pause lasts. */
  void require() {
    if (last != null && transport.nanoTime().getAsLong() - until < 0) {
      throw last;
    }
  }

  void succeeded() {
    failures = 0;
    last = null;
  }

  /** Begins a pause if the endpoint failed, but not after an interrupted or closed call. */
  void failed(RuntimeException error) {
    Duration asked = Duration.ZERO;
    if (error instanceof ApiException refusal) {
      asked = refusal.retryAfter().orElse(Duration.ZERO);
    } else if (!(error instanceof TransportException lost)
        || lost.reason() == Reason.INTERRUPTED
        || lost.reason() == Reason.CLOSED) {
      return;
    }
    last = error;
    until = transport.nanoTime().getAsLong() + backoff.before(++failures, asked).toNanos();
  }
}
