package dev.keyhook.webhooks;

/**
 * Is told of failures on the receiving side, instead of the log.
 *
 * <p>Called by the thread that receives, by any number of threads at once. What it throws is logged
 * and changes no response.
 */
@FunctionalInterface
public interface FailureHandler {

  /**
   * Something failed: a handler, the inbox or the idempotency store, the supplier of secrets or
   * keys; or an authentic body is not readable as an event and could not be stored.
   *
   * @param delivery which request and event
   * @param cause what was thrown; a handler's own exception may contain anything
   */
  void failed(DeliverySummary delivery, Throwable cause);
}
