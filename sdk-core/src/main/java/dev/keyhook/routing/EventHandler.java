package dev.keyhook.routing;

/**
 * Handles an event, whatever its data.
 *
 * <p>Returning means that the event is handled; throwing means that it is not. The consequence
 * depends on the source of the event, see {@link EventRouter}. Called by any number of threads at
 * once.
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
