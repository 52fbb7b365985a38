package dev.keyhook.routing;

import dev.keyhook.Event;
import dev.keyhook.EventData;
import dev.keyhook.EventParser;
import dev.keyhook.internal.event.DeferringParser;
import dev.keyhook.internal.event.LazyTypes;
import dev.keyhook.routing.Route.ByClass;
import dev.keyhook.routing.Route.ByName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs the handler that is registered for an event.
 *
 * <pre>{@code
 * EventRouter<SmartphoneKeyEvent> router =
 *     SmartphoneKeyEvents.router()
 *         .on(KeyAdded.class, (key, event) -> audit.keyAdded(event.id(), key.keyUuid()))
 *         .otherwise(audit::skipped)
 *         .build();
 * router.handle(SmartphoneKeyEvents.parser().parseUnverified(message));
 * }</pre>
 *
 * <p>The most specific handler gets the event: one for the name of its type before one for its
 * class, the class before its family, a smaller family before a larger one, and {@code otherwise}
 * everything else.
 *
 * <p>A handler that throws has not handled the event. Within a request the receiver then responds
 * with a status that makes the sender retry; an inbox retries the event. Handlers can throw {@link
 * RetryLaterException} or {@link NonRetryableException} to control the retry.
 *
 * <p>Immutable, and safe for use by any number of threads if the handlers are.
 *
 * @param <E> the vendor's event class
 */
public final class EventRouter<E extends Event<?>> {

  private final String endpoint;
  private final EventParser<E> parser;
  private final RouteTable<E> routes;

  private EventRouter(String endpoint, EventParser<E> parser, RouteTable<E> routes) {
    this.endpoint = endpoint;
    this.parser = DeferringParser.deferring(parser, type -> !routes.needsData(type));
    this.routes = routes;
  }

  /**
   * Returns a builder of a router for a vendor's events. The vendor's class has a shortcut, such as
   * {@code SmartphoneKeyEvents.router()}.
   *
   * @param endpoint the name of the endpoint unless another is given to the receiver or worker,
   *     such as {@code smartphonekey}; not blank
   * @param parser reads the vendor's events
   * @param types the class of the data of each type that the parser knows
   * @param <D> the vendor's data types
   * @param <E> the vendor's event class
   */
  public static <D extends EventData, E extends Event<D>> Builder<D, E> builder(
      String endpoint, EventParser<E> parser, Map<String, Class<? extends D>> types) {
    return new Builder<>(endpoint, parser, types);
  }

  /**
   * Handles an event from a custom source, such as a queue, as the first attempt and without a
   * transaction.
   *
   * @throws HandlerException if the handler threw a checked exception, its cause
   * @throws RuntimeException what the handler threw
   */
  public void handle(E event) {
    handle(event, EventContext.builder(endpoint).build());
  }

  /**
   * Handles an event in the given context.
   *
   * @throws HandlerException if the handler threw a checked exception, its cause; if that is an
   *     {@code InterruptedException}, the thread is interrupted again
   * @throws RuntimeException what the handler threw
   */
  public void handle(E event, EventContext context) {
    Objects.requireNonNull(context, "context");
    try {
      routes.handle(event, context);
    } catch (RuntimeException e) {
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HandlerException(e);
    } catch (Exception e) {
      throw new HandlerException(e);
    }
  }

  /**
   * Returns the types that have a handler, which are the types to subscribe to where a vendor
   * offers a choice.
   *
   * <p>A handler for a family counts for all known types of the family. {@code otherwise} adds
   * none.
   *
   * @return the vendor's names for them, in alphabetical order, unmodifiable
   */
  public Set<String> handledTypes() {
    return routes.types();
  }

  /** Returns the name of the endpoint that the events come from, unless another one is given. */
  public String endpoint() {
    return endpoint;
  }

  /**
   * Returns a parser for the events of this router. It reads the data of types without a handler at
   * the first access only; its events equal those of the vendor's own parser.
   */
  public EventParser<E> parser() {
    return parser;
  }

  /**
   * Builds an {@link EventRouter}. Not safe for use by several threads.
   *
   * @param <D> the vendor's data types
   * @param <E> the vendor's event class
   */
  public static final class Builder<D extends EventData, E extends Event<D>> {

    private final String endpoint;
    private final EventParser<E> parser;
    private final Map<String, Class<? extends D>> types;
    private final List<ByClass<?, E>> byClass = new ArrayList<>();
    private final Map<String, Route<E>> byName = new LinkedHashMap<>();
    private @Nullable Route<E> otherwise;

    private Builder(String endpoint, EventParser<E> parser, Map<String, Class<? extends D>> types) {
      if (endpoint.isBlank()) {
        throw new IllegalArgumentException("endpoint must not be blank");
      }
      this.endpoint = endpoint;
      this.parser = Objects.requireNonNull(parser, "parser");
      this.types = types instanceof LazyTypes ? types : Map.copyOf(types);
    }

    /**
     * Handles events whose data is of a class, or of any class of a family.
     *
     * <p>The vendor's root of all data is a family too; it includes types that this version does
     * not know.
     *
     * @param dataType a data class or a family of this vendor
     * @throws IllegalArgumentException if it belongs to another vendor, or has a handler already
     */
    public <T extends D> Builder<D, E> on(
        Class<T> dataType, DataHandler<? super T, ? super E> handler) {
      Objects.requireNonNull(handler, "handler");
      return on(dataType, (data, event, context) -> handler.handle(data, event));
    }

    /**
     * Handles events whose data is of a class, or of any class of a family, with the context.
     *
     * @param dataType a data class or a family of this vendor
     * @throws IllegalArgumentException if it belongs to another vendor, or has a handler already
     */
    public <T extends D> Builder<D, E> on(
        Class<T> dataType, ContextDataHandler<? super T, ? super E> handler) {
      Objects.requireNonNull(handler, "handler");
      if (!isOfVendor(dataType)) {
        throw new IllegalArgumentException(
            dataType.getName()
                + " is not data of this vendor; give a class of this vendor, or the name of the type");
      }
      ByClass<T, E> route = new ByClass<>(dataType, handler);
      for (ByClass<?, E> other : byClass) {
        if (other.dataType() == dataType) {
          throw alreadySet(route.registration());
        }
      }
      byClass.add(route);
      return this;
    }

    private boolean isOfVendor(Class<?> dataType) {
      if (types instanceof LazyTypes<?> lazy && lazy.typeOf(dataType) != null) {
        return true;
      }
      for (Class<?> known : types.values()) {
        if (dataType.isAssignableFrom(known)) {
          return true;
        }
      }
      return false;
    }

    /**
     * Handles events of a type by the vendor's name for it: for types that this version has no
     * class for, and for handlers that need no data.
     *
     * @param type exactly as the vendor writes it; it is not checked
     * @throws IllegalArgumentException if it is blank, or has a handler already
     */
    public Builder<D, E> on(String type, EventHandler<? super E> handler) {
      Objects.requireNonNull(handler, "handler");
      return on(type, (event, context) -> handler.handle(event));
    }

    /**
     * Handles events of a type by the vendor's name for it, with the context.
     *
     * @param type exactly as the vendor writes it; it is not checked
     * @throws IllegalArgumentException if it is blank, or has a handler already
     */
    public Builder<D, E> on(String type, ContextEventHandler<? super E> handler) {
      Objects.requireNonNull(handler, "handler");
      if (type.isBlank()) {
        throw new IllegalArgumentException("type must not be blank");
      }
      Route<E> route = new ByName<>("on(\"" + type + "\", ...)", handler);
      if (byName.putIfAbsent(type, route) != null) {
        throw alreadySet(route.registration());
      }
      return this;
    }

    /**
     * Handles every event without a handler of its own, including future types. Required.
     *
     * @throws IllegalArgumentException if it was already set
     */
    public Builder<D, E> otherwise(EventHandler<? super E> handler) {
      Objects.requireNonNull(handler, "handler");
      return otherwise((event, context) -> handler.handle(event));
    }

    /**
     * Handles every event without a handler of its own, including future types, with the context.
     * Required.
     *
     * @throws IllegalArgumentException if it was already set
     */
    public Builder<D, E> otherwise(ContextEventHandler<? super E> handler) {
      Objects.requireNonNull(handler, "handler");
      if (otherwise != null) {
        throw alreadySet("otherwise(...)");
      }
      otherwise = new ByName<>("otherwise(...)", handler);
      return this;
    }

    /**
     * Returns the router.
     *
     * @throws IllegalStateException if {@code otherwise} is missing, a handler could never be
     *     called, or a type could go to two handlers; the message says what to do
     */
    public EventRouter<E> build() {
      if (otherwise == null) {
        throw new IllegalStateException(
            "Call otherwise(...) before build(): the vendor sends types that have no handler here");
      }
      return new EventRouter<>(
          endpoint, parser, RouteTable.of(types, List.copyOf(byClass), byName, otherwise));
    }

    private static IllegalArgumentException alreadySet(String registration) {
      return new IllegalArgumentException(registration + " was already set");
    }
  }
}
