package dev.keyhook.webhooks;

/**
 * What to do with an event whose data is of one class or family.
 *
 * <p>Everything that {@link EventHandler} says holds here too.
 *
 * @param <T> the class or family of the data
 * @param <E> the vendor's event class
 */
@FunctionalInterface
public interface DataHandler<T, E> {

  /**
   * Handles one event.
   *
   * @param data what {@code event.data()} returns, as its own class
   * @throws Exception if the event is not handled and shall be delivered again
   */
  void handle(T data, E event) throws Exception;
}
