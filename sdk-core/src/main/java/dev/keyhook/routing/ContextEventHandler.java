package dev.keyhook.routing;

/**
 * An {@link EventHandler} that also uses the context of the attempt.
 *
 * @param <E> the vendor's event class
 */
@FunctionalInterface
public interface ContextEventHandler<E> {

  /**
   * Handles one event.
   *
   * @throws Exception if the event is not handled
   */
  void handle(E event, EventContext context) throws Exception;
}
