package dev.keyhook.routing;

import dev.keyhook.Event;
import dev.keyhook.EventData;
import dev.keyhook.internal.event.LazyTypes;
import dev.keyhook.routing.Route.ByClass;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides which handler an event goes to: the most specific one.
 *
 * <p>Built without streams, lambdas and the comparison of records, which the first event of a
 * process would wait for.
 *
 * @param <E> the vendor's event class
 */
final class RouteTable<E extends Event<?>> {

  private final Map<String, Route<E>> byType;
  private final List<ByClass<?, E>> families;
  private final Route<E> otherwise;

  private RouteTable(
      Map<String, Route<E>> byType, List<ByClass<?, E>> families, Route<E> otherwise) {
    this.byType = byType;
    this.families = families;
    this.otherwise = otherwise;
  }

  /**
   * Returns the table of the registered handlers.
   *
   * @param types the class of each type that the vendor's parser knows
   * @throws IllegalStateException if a type could go to either of two handlers, or no type goes to
   *     one of them
   */
  static <D extends EventData, E extends Event<?>> RouteTable<E> of(
      Map<String, Class<? extends D>> types,
      List<ByClass<?, E>> byClass,
      Map<String, Route<E>> byName,
      Route<E> otherwise) {
    Map<String, Route<E>> byType = new TreeMap<>(byName);
    Set<ByClass<?, E>> reachable = Collections.newSetFromMap(new IdentityHashMap<>());
    Map<String, Class<? extends EventData>> needed = neededTypes(types, byClass);
    for (Map.Entry<String, Class<? extends EventData>> type : needed.entrySet()) {
      List<ByClass<?, E>> candidates = candidates(byClass, type.getValue());
      if (!byName.containsKey(type.getKey()) && !candidates.isEmpty()) {
        ByClass<?, E> route = mostSpecific(candidates);
        if (route == null) {
          throw ambiguous(type.getKey(), candidates);
        }
        byType.put(type.getKey(), route);
        reachable.add(route);
      }
    }
    for (ByClass<?, E> route : byClass) {
      if (!reachable.contains(route) && !isRoot(route.dataType(), needed.values())) {
        throw new IllegalStateException(
            route.registration()
                + " would never be called, because each of its types has a more specific handler: a"
                + " name goes before a class, and a class before its family. Remove one of them");
      }
    }
    return new RouteTable<>(byType, byClass, otherwise);
  }

  /** Returns the types that could go to a handler for a class: all, if one is for a family. */
  private static <D extends EventData> Map<String, Class<? extends EventData>> neededTypes(
      Map<String, Class<? extends D>> types, List<? extends ByClass<?, ?>> byClass) {
    if (types instanceof LazyTypes<?> lazy) {
      Map<String, Class<? extends EventData>> needed = new TreeMap<>();
      for (ByClass<?, ?> route : byClass) {
        String type = lazy.typeOf(route.dataType());
        if (type == null) {
          return Collections.unmodifiableMap(types);
        }
        needed.put(type, route.dataType());
      }
      return needed;
    }
    return Collections.unmodifiableMap(types);
  }

  /**
   * Returns whether a family contains all classes of the vendor, including those of unknown types.
   */
  private static boolean isRoot(
      Class<?> dataType, Collection<? extends Class<? extends EventData>> dataClasses) {
    if (!dataType.isInterface()) {
      return false;
    }
    for (Class<? extends EventData> dataClass : dataClasses) {
      if (!dataType.isAssignableFrom(dataClass)) {
        return false;
      }
    }
    return true;
  }

  private static <E extends Event<?>> List<ByClass<?, E>> candidates(
      List<ByClass<?, E>> byClass, Class<?> dataClass) {
    List<ByClass<?, E>> candidates = new ArrayList<>();
    for (ByClass<?, E> route : byClass) {
      if (route.dataType().isAssignableFrom(dataClass)) {
        candidates.add(route);
      }
    }
    return candidates;
  }

  /** Returns the candidate whose class is below that of all others, or null if there is none. */
  private static <E extends Event<?>> @Nullable ByClass<?, E> mostSpecific(
      List<ByClass<?, E>> candidates) {
    for (ByClass<?, E> route : candidates) {
      if (isBelowAll(route.dataType(), candidates)) {
        return route;
      }
    }
    return null;
  }

  private static <E extends Event<?>> boolean isBelowAll(
      Class<?> dataType, List<ByClass<?, E>> candidates) {
    for (ByClass<?, E> other : candidates) {
      if (!other.dataType().isAssignableFrom(dataType)) {
        return false;
      }
    }
    return true;
  }

  private static <E extends Event<?>> IllegalStateException ambiguous(
      String type, List<ByClass<?, E>> candidates) {
    return new IllegalStateException(
        type
            + " could go to "
            + candidates.get(0).registration()
            + " or to "
            + candidates.get(1).registration()
            + "; register a handler for its own class as well");
  }

  /** Returns the types that have a handler, in alphabetical order. */
  Set<String> types() {
    return Collections.unmodifiableSet(byType.keySet());
  }

  /** Returns whether the handler of a type is given the data, so that it must be read. */
  boolean needsData(String type) {
    return byType.get(type) instanceof ByClass;
  }

  void handle(E event, EventContext context) throws Exception {
    Route<E> route = byType.get(event.type());
    if (route == null || (route instanceof ByClass<?, E> r && !r.accepts(event.data()))) {
      route = routeByData(event);
    }
    route.handle(event, context);
  }

  /** Routes a type that the parser does not know by the family of its data, often only the root. */
  private Route<E> routeByData(E event) {
    if (families.isEmpty()) {
      return otherwise;
    }
    ByClass<?, E> route = mostSpecific(candidates(families, event.data().getClass()));
    return route == null ? otherwise : route;
  }
}
