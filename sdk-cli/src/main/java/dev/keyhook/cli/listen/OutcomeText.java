package dev.keyhook.cli.listen;

import dev.keyhook.webhooks.Outcome;

/** Describes the effect of an outcome on the event. */
final class OutcomeText {

  private OutcomeText() {}

  /**
   * Returns a description.
   *
   * @param isStoredAgain whether the inbox had stored the event before
   */
  static String of(Outcome outcome, boolean isStoredAgain) {
    return isStoredAgain
        ? "The inbox has stored this event before. It is not handled again."
        : of(outcome);
  }

  private static String of(Outcome outcome) {
    return switch (outcome) {
      case HANDLED -> "The handler returned. The sender does not retry.";
      case STORED -> "The inbox has stored the delivery. The sender does not retry.";
      case DUPLICATE -> "The event was handled before; it is not handled again.";
      case EMPTY -> "Authenticated, but empty: senders verify an address like this.";
      case VALIDATED -> "The vendor validates this address.";
      case UNAUTHENTICATED -> "The sender could not be authenticated.";
      case FOREIGN -> "Authenticated, but for another partner.";
      case METHOD_NOT_ALLOWED -> "Vendors deliver with POST.";
      case TOO_LARGE -> "The body is over the limit of 1 MiB; it was neither verified nor read.";
      case UNREADABLE -> "Authenticated, but not readable as an event. The sender will retry.";
      case INCOMPLETE -> "The handler needs a required field that the event lacks.";
      case FAILED -> "The handler failed, or the store did. The sender will retry.";
      case RETRY_LATER -> "The handler asked the sender to retry later.";
      case IN_PROGRESS -> "The same event is being handled right now. The sender will retry.";
      case INBOX_UNAVAILABLE -> "The inbox cannot store at the moment. The sender will retry.";
      case CREDENTIALS_UNAVAILABLE -> "A secret or key could not be loaded. The sender will retry.";
    };
  }
}
