package dev.keyhook.webhooks;

import dev.keyhook.Event;
import dev.keyhook.EventData;
import dev.keyhook.EventParser;
import dev.keyhook.webhooks.Routes.DataRoute;
import dev.keyhook.webhooks.Routes.NameRoute;
import dev.keyhook.webhooks.Routes.Route;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Collects handlers, and decides which of them each type goes to: the one registered for the most
 * specific thing.
 *
 * @param <E> the vendor's event class
 */
final class RouteTable<E extends Event<?>> {

  private final EventParser<E> parser;
  private final Map<Class<?>, DataRoute<?, E>> byClass = new LinkedHashMap<>();
  private final Map<String, NameRoute<E>> byName = new LinkedHashMap<>();

  RouteTable(EventParser<E> parser) {
    this.parser = parser;
  }

  <T extends EventData> void add(Class<T> dataType, DataHandler<? super T, ? super E> handler) {
    if (parser.typesOf(dataType).isEmpty()) {
      throw new IllegalArgumentException(
          dataType.getName()
              + " is no data of the vendor that this receiver is for; give a class of that vendor,"
              + " or the type's name as text");
    }
    if (byClass.putIfAbsent(dataType, new DataRoute<>(dataType, handler)) != null) {
      throw twice("on(" + dataType.getSimpleName() + ".class, ...)");
    }
  }

  void add(String type, EventHandler<? super E> handler) {
    if (type.isBlank()) {
      throw new IllegalArgumentException("A type's name must not be empty");
    }
    if (byName.putIfAbsent(type, new NameRoute<>(type, handler)) != null) {
      throw twice("on(\"" + type + "\", ...)");
    }
  }

  private static IllegalArgumentException twice(String registration) {
    return new IllegalArgumentException(
        registration + " is there twice; call both from one handler instead");
  }

  /**
   * Decides.
   *
   * @throws IllegalStateException if a type could go to either of two handlers, or no type goes to
   *     one of them
   */
  Routes<E> decide(EventHandler<? super E> otherwise) {
    Map<String, Route<E>> decided = new TreeMap<>();
    Map<String, List<DataRoute<?, E>>> candidates = new TreeMap<>();
    for (DataRoute<?, E> route : byClass.values()) {
      for (String type : parser.typesOf(route.dataType())) {
        candidates.computeIfAbsent(type, none -> new ArrayList<>()).add(route);
      }
    }
    candidates.forEach(
        (type, routes) -> {
          if (!byName.containsKey(type)) {
            decided.put(type, mostSpecific(type, routes));
          }
        });
    decided.putAll(byName);
    requireAllReachable(decided.values());
    return new Routes<>(decided, otherwise);
  }

  private static <E extends Event<?>> Route<E> mostSpecific(
      String type, List<DataRoute<?, E>> routes) {
    for (DataRoute<?, E> route : routes) {
      if (routes.stream().allMatch(other -> other.dataType().isAssignableFrom(route.dataType()))) {
        return route;
      }
    }
    throw new IllegalStateException(
        type
            + " could go to "
            + routes.get(0).name()
            + " or to "
            + routes.get(1).name()
            + "; register a handler for its own class as well");
  }

  private void requireAllReachable(Collection<Route<E>> decided) {
    for (DataRoute<?, E> route : byClass.values()) {
      if (!decided.contains(route)) {
        throw new IllegalStateException(
            route.name()
                + " would never be called, because each of its types has a more specific handler: a"
                + " name goes before a class, and a class before its family. Remove one of them");
      }
    }
  }
}
