package dev.keyhook.webhooks;

/**
 * The result of a request, with the status of the response.
 *
 * <p>After 2xx a sender does not retry; after 5xx it retries; after 4xx some senders drop the
 * event, so 4xx is for deliveries to reject permanently. {@link ReceiverBuilder#answer} changes the
 * status of an outcome. More outcomes may follow: a {@code switch} needs a {@code default}.
 */
public enum Outcome {
  /** The handler returned. */
  HANDLED(204),
  /** The inbox has stored the delivery, or had stored it before. */
  STORED(204),
  /** The event was handled before; it is not handled again. */
  DUPLICATE(204),
  /** Authenticated, but empty: some senders test a URL in this way. */
  EMPTY(204),
  /** A request by which a sender validates a URL before it delivers. */
  VALIDATED(204),
  /** The sender could not be authenticated. */
  UNAUTHENTICATED(401),
  /** Authenticated, but all events are for another partner. */
  FOREIGN(403),
  /** The sender does not use this method. */
  METHOD_NOT_ALLOWED(405),
  /** The body is over the limit; it was neither verified nor parsed. */
  TOO_LARGE(413),
  /** Authenticated, but not readable as an event, and there is no inbox to store it in. */
  UNREADABLE(500),
  /** The handler needs a required field that the event lacks. */
  INCOMPLETE(500),
  /** The handler failed, or the inbox or the idempotency store did. */
  FAILED(500),
  /** The handler threw {@link dev.keyhook.routing.RetryLaterException}. */
  RETRY_LATER(503),
  /** The same event is being handled right now. */
  IN_PROGRESS(503),
  /** The inbox cannot store at the moment. */
  INBOX_UNAVAILABLE(503),
  /**
   * A secret or key could not be loaded or used, so the sender is neither authenticated nor
   * refused.
   */
  CREDENTIALS_UNAVAILABLE(503);

  private final int status;

  Outcome(int status) {
    this.status = status;
  }

  /** Returns the HTTP status of the response, unless the receiver was built with another one. */
  public int status() {
    return status;
  }
}
