package dev.keyhook.routing;

/**
 * A {@link DataHandler} that also uses the context of the attempt.
 *
 * @param <T> the class or family of the data
 * @param <E> the vendor's event class
 */
@FunctionalInterface
public interface ContextDataHandler<T, E> {

  /**
   * Handles one event.
   *
   * @param data {@code event.data()}, as its own class
   * @throws Exception if the event is not handled
   */
  void handle(T data, E event, EventContext context) throws Exception;
}
