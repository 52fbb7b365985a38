package dev.keyhook.webhooks;

import dev.keyhook.DeliveryVerificationException;
import dev.keyhook.Deviation;
import dev.keyhook.MalformedEventException;
import dev.keyhook.WebhookResponse;
import java.time.Duration;
import java.util.List;

/**
 * Watches a {@link WebhookReceiver}: for metrics, logs and alerts of your own, since this library
 * writes none.
 *
 * <p>All methods do nothing unless overridden. They are called in the thread that receives, {@link
 * #deadlineNear} perhaps in another, so they should be quick; by any number of threads at once; and
 * whatever they throw is dropped and changes no answer. {@link #answered} is the last call for each
 * request.
 */
public interface ReceiverListener {

  /** The sender has been proven. {@code delivery} names the credential, but no event yet. */
  default void verified(DeliverySummary delivery) {}

  /** The sender could not be proven: alert on many of these. */
  default void refused(DeliverySummary delivery, DeliveryVerificationException.Reason reason) {}

  /**
   * The sender has been proven, but the body is no event: what a sender posts to try an address, or
   * an event in a form that this version does not know at all.
   */
  default void notAnEvent(DeliverySummary delivery, MalformedEventException.Reason reason) {}

  /** The event has been handled before, and is not handled again. */
  default void duplicate(DeliverySummary delivery) {}

  /** This version has no class for the event's type. Called before the handler is. */
  default void unrecognized(DeliverySummary delivery) {}

  /**
   * The delivery differs from the schema that this version was built from. Called before the
   * handler is.
   *
   * @param deviations where it differs, at least one
   */
  default void deviated(DeliverySummary delivery, List<Deviation> deviations) {}

  /**
   * A handler has returned.
   *
   * @param duration how long the handler alone took
   */
  default void handled(DeliverySummary delivery, Duration duration) {}

  /**
   * Something on the receiver's side failed: a handler, the idempotency store, the supplier of
   * secrets or keys; or a proven sender's body is not JSON.
   *
   * <p>A store that fails after a handler has succeeded is reported too, although the answer is
   * that the event was handled.
   *
   * @param cause what was thrown; a handler's own exception may carry anything
   */
  default void failed(DeliverySummary delivery, Throwable cause) {}

  /**
   * A request has taken 60 % of the time after which the sender gives up; see {@link
   * ReceiverBuilder#senderTimeout}.
   *
   * <p>Called at that moment if the receiver was given a scheduler, and otherwise once the handler
   * has returned: late, but still a warning.
   */
  default void deadlineNear(DeliverySummary delivery) {}

  /** The answer is ready. Called once for each request, whatever became of it. */
  default void answered(DeliverySummary delivery, Outcome outcome, WebhookResponse response) {}
}
