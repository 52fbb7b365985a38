package dev.keyhook.spring;

import dev.keyhook.Event;
import dev.keyhook.EventData;
import dev.keyhook.events.schlagehome.SchlageHomeData;
import dev.keyhook.events.schlagehome.SchlageHomeEvent;
import dev.keyhook.events.schlagehome.SchlageHomeEvents;
import dev.keyhook.events.smartphonekey.SmartphoneKeyData;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvent;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import dev.keyhook.routing.EventRouter;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A vendor whose events can be handled.
 *
 * @param endpoint the name of its endpoint
 * @param dataType the root of its data
 * @param eventType its event class
 * @param router returns a builder of a router for its events
 * @param <D> the vendor's data types
 * @param <E> the vendor's event class
 */
record Vendor<D extends EventData, E extends Event<D>>(
    String endpoint,
    Class<D> dataType,
    Class<E> eventType,
    Supplier<EventRouter.Builder<D, E>> router) {

  static final Vendor<SmartphoneKeyData, SmartphoneKeyEvent> SMARTPHONEKEY =
      new Vendor<>(
          "smartphonekey",
          SmartphoneKeyData.class,
          SmartphoneKeyEvent.class,
          SmartphoneKeyEvents::router);

  static final Vendor<SchlageHomeData, SchlageHomeEvent> SCHLAGE_HOME =
      new Vendor<>(
          "schlage-home", SchlageHomeData.class, SchlageHomeEvent.class, SchlageHomeEvents::router);

  static final List<Vendor<?, ?>> ALL = List.of(SMARTPHONEKEY, SCHLAGE_HOME);

  /** Returns the types of all vendors that this version has a class for. */
  static Set<String> knownTypes() {
    Set<String> types = new TreeSet<>();
    ALL.forEach(vendor -> types.addAll(vendor.types()));
    return types;
  }

  private Set<String> types() {
    return router
        .get()
        .on(dataType, (data, event) -> {})
        .otherwise(event -> {})
        .build()
        .handledTypes();
  }

  /**
   * Returns the vendors that a handler can be for.
   *
   * @param data the class of the data that it takes; null for none
   * @param event the class of the event that it takes; null for none
   */
  static List<Vendor<?, ?>> matching(@Nullable Class<?> data, @Nullable Class<?> event) {
    return ALL.stream()
        .filter(vendor -> data == null || vendor.dataType().isAssignableFrom(data))
        .filter(vendor -> event == null || event.isAssignableFrom(vendor.eventType()))
        .toList();
  }
}
