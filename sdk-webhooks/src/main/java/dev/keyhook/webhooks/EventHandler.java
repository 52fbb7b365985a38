package dev.keyhook.webhooks;

/**
 * What to do with an event, whatever its data.
 *
 * <p>Returning means done: the sender is told so and forgets the event. Throwing means not done:
 * the sender is told to try again. The sender waits in the meantime, so do long work elsewhere,
 * after storing the event durably here.
 *
 * <p>Called by any number of threads at once.
 *
 * @param <E> the vendor's event class
 */
@FunctionalInterface
public interface EventHandler<E> {

  /**
   * Handles one event.
   *
   * @throws Exception if the event is not handled and shall be delivered again
   */
  void handle(E event) throws Exception;
}
