package dev.keyhook.routing;

/**
 * Handles an event whose data is of one class or family; otherwise like {@link EventHandler}.
 *
 * @param <T> the class or family of the data
 * @param <E> the vendor's event class
 */
@FunctionalInterface
public interface DataHandler<T, E> {

  /**
   * Handles one event.
   *
   * @param data {@code event.data()}, as its own class
   * @throws Exception if the event is not handled
   */
  void handle(T data, E event) throws Exception;
}
