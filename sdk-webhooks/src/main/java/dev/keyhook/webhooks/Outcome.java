package dev.keyhook.webhooks;

/**
 * What became of a request, with the status that a {@link WebhookReceiver} answers: the one table
 * of answers.
 *
 * <p>2xx makes a sender forget the event; 5xx makes it try again; 4xx makes some senders forget it
 * too, so that is for deliveries that must be lost. {@link ReceiverBuilder#answer} changes a row.
 */
public enum Outcome {
  /** The handler, or {@code otherwise}, has returned. */
  HANDLED(204),
  /** A delivery with the same id was handled before. */
  DUPLICATE(204),
  /** The sender is proven, but the body is empty or a JSON document that is no event. */
  NOT_AN_EVENT(204),
  /** A sender that asks before it delivers was told to go ahead. */
  VALIDATED(204),
  /** The sender is not proven. */
  UNPROVEN(401),
  /** The sender is proven, but the event is meant for somebody else. */
  FOREIGN(403),
  /** The method is not one that the sender uses. */
  METHOD_NOT_ALLOWED(405),
  /** The body is larger than the limit; it was neither verified nor parsed. */
  TOO_LARGE(413),
  /** The sender is proven, but the body is neither empty nor JSON: damaged on the way, perhaps. */
  NOT_JSON(500),
  /** The handler threw, or the idempotency store did before it. */
  FAILED(500),
  /** A delivery with the same id is being handled right now. */
  IN_PROGRESS(503),
  /** A secret or key could not be loaded, so the sender can be neither proven nor refused. */
  CREDENTIALS_UNAVAILABLE(503);

  private final int status;

  Outcome(int status) {
    this.status = status;
  }

  /** Returns the HTTP status that is answered unless the receiver was built with another. */
  public int status() {
    return status;
  }
}
