package dev.keyhook.routing;

/**
 * Handles an event, whatever its data.
 *
 * <p>Returning means that the event is handled; throwing means that it is not. What follows depends
 * on where the event comes from, see {@link EventRouter}. Called by any number of threads at once.
 *
 * @param <E> the vendor's event class
 */
@FunctionalInterface
public interface EventHandler<E> {

  /**
   * Handles one event.
   *
   * @throws Exception if the event is not handled
   */
  void handle(E event) throws Exception;
}
