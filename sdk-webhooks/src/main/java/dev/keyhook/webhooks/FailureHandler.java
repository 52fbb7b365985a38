package dev.keyhook.webhooks;

/**
 * Receives failures on the receiving side, in place of the log.
 *
 * <p>Called on the thread that receives the request, by any number of threads at once. Exceptions
 * that it throws are logged and do not change the response.
 */
@FunctionalInterface
public interface FailureHandler {

  /**
   * Something failed: a handler, the inbox or the idempotency store, the supplier of secrets or
   * keys; or an authentic body is not readable as an event and could not be stored.
   *
   * @param delivery which request and event
   * @param cause the exception; that of a handler may contain anything
   */
  void failed(DeliverySummary delivery, Throwable cause);
}
