package dev.keyhook.routing;

import dev.keyhook.Event;
import dev.keyhook.EventData;

/**
 * A registered handler.
 *
 * @param <E> the vendor's event class
 */
sealed interface Route<E extends Event<?>> {

  void handle(E event, EventContext context) throws Exception;

  /** Returns how it was registered, for error messages. */
  String registration();

  /** A handler for a class or family of data. */
  record ByClass<T extends EventData, E extends Event<?>>(
      Class<T> dataType, ContextDataHandler<? super T, ? super E> handler) implements Route<E> {

    boolean accepts(EventData data) {
      return dataType.isInstance(data);
    }

    @Override
    public void handle(E event, EventContext context) throws Exception {
      handler.handle(dataType.cast(event.data()), event, context);
    }

    @Override
    public String registration() {
      return "on(" + dataType.getSimpleName() + ".class, ...)";
    }
  }

  /** A handler for the name of a type, or for all events without another handler. */
  record ByName<E extends Event<?>>(String registration, ContextEventHandler<? super E> handler)
      implements Route<E> {

    @Override
    public void handle(E event, EventContext context) throws Exception {
      handler.handle(event, context);
    }
  }
}
