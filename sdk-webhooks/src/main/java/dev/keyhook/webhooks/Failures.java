package dev.keyhook.webhooks;

import dev.keyhook.MissingFieldException;
import dev.keyhook.routing.HandlerException;
import dev.keyhook.routing.RetryLaterException;
import dev.keyhook.store.InboxUnavailableException;

/** Decides the outcome of an exception after the sender was authenticated. */
final class Failures {

  private Failures() {}

  /** Reports a failure, and returns its result. */
  static Result report(Throwable thrown, RequestReport report) {
    Throwable cause = cause(thrown);
    return report(result(cause), cause, report);
  }

  /** Reports a failure whose result is known, and returns that. */
  static Result report(Result result, Throwable cause, RequestReport report) {
    report.failed(result.outcome(), cause);
    return result;
  }

  /** Returns the handler's own exception. */
  private static Throwable cause(Throwable thrown) {
    Throwable cause = thrown instanceof HandlerException ? thrown.getCause() : null;
    return cause == null ? thrown : cause;
  }

  private static Result result(Throwable cause) {
    if (cause instanceof RetryLaterException later) {
      return Result.retryLater(later.delay());
    } else if (cause instanceof MissingFieldException) {
      return Result.of(Outcome.INCOMPLETE);
    } else if (cause instanceof InboxUnavailableException) {
      return Result.of(Outcome.INBOX_UNAVAILABLE);
    }
    return Result.of(Outcome.FAILED);
  }
}
