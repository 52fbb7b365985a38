package dev.keyhook.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/** A span that is current in its thread until it ends. Used by one thread. */
final class CurrentSpan {

  private final Span span;
  private final Scope scope;

  @SuppressWarnings("MustBeClosedChecker") // closed by end(), in a later call of the listener
  CurrentSpan(Span span) {
    this.span = span;
    this.scope = span.makeCurrent();
  }

  Span span() {
    return span;
  }

  /** Records the class of a failure; its message may contain personal data. */
  void failed(Throwable cause) {
    span.setAttribute(OpenTelemetryListener.ERROR, cause.getClass().getName());
    span.setStatus(StatusCode.ERROR);
  }

  /** Ends the span. */
  void end(String outcome, @Nullable Throwable cause) {
    span.setAttribute(OpenTelemetryListener.OUTCOME, outcome);
    if (cause != null) {
      failed(cause);
    }
    scope.close();
    span.end();
  }
}
