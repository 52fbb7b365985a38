package dev.keyhook.webhooks;

import dev.keyhook.Event;
import dev.keyhook.EventData;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which handler an event goes to, by its type.
 *
 * @param <E> the vendor's event class
 */
final class Routes<E extends Event<?>> {

  private final Map<String, Route<E>> byType;
  private final EventHandler<? super E> otherwise;

  Routes(Map<String, Route<E>> byType, EventHandler<? super E> otherwise) {
    this.byType = Map.copyOf(byType);
    this.otherwise = otherwise;
  }

  /** Returns the types that have a handler of their own, in alphabetical order. */
  Set<String> types() {
    return Collections.unmodifiableSet(new TreeMap<>(byType).keySet());
  }

  /** Says whether the handler of a type is given the data, so that it must be read. */
  boolean needsData(String type) {
    return byType.get(type) instanceof DataRoute;
  }

  void handle(E event) throws Exception {
    Route<E> route = byType.get(event.type());
    if (route == null || !route.handles(event)) {
      otherwise.handle(event);
    }
  }

  /** A registered handler. */
  sealed interface Route<E> {

    /** Handles the event, or returns false if it is not one for the handler. */
    boolean handles(E event) throws Exception;
  }

  /** A handler for a class or family of data. */
  record DataRoute<T extends EventData, E extends Event<?>>(
      Class<T> dataType, DataHandler<? super T, ? super E> handler) implements Route<E> {

    @Override
    public boolean handles(E event) throws Exception {
      EventData data = event.data();
      if (!dataType.isInstance(data)) {
        return false; // a parser that promises one class for a type and makes another
      }
      handler.handle(dataType.cast(data), event);
      return true;
    }

    /** Returns how it was registered, for a person. */
    String name() {
      return "on(" + dataType.getSimpleName() + ".class, ...)";
    }
  }

  /** A handler for one type by its name. */
  record NameRoute<E>(String type, EventHandler<? super E> handler) implements Route<E> {

    @Override
    public boolean handles(E event) throws Exception {
      handler.handle(event);
      return true;
    }
  }
}
