package dev.keyhook.spring;

import dev.keyhook.Event;
import dev.keyhook.EventData;
import dev.keyhook.routing.EventRouter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Builds the router of a vendor from handler methods. */
final class HandlerRouting {

  private HandlerRouting() {}

  /**
   * Returns the router.
   *
   * @param methods the handlers of this vendor, at least one
   * @throws KeyhookConfigurationException if two methods handle the same events, or no method
   *     handles the rest
   */
  static <D extends EventData, E extends Event<D>> EventRouter<E> router(
      Vendor<D, E> vendor, List<HandlerMethod> methods) {
    requireDistinct(methods);
    if (methods.stream().noneMatch(HandlerMethod::isOtherwise)) {
      throw new KeyhookConfigurationException(
          "No @WebhookHandler method handles the events of "
              + vendor.endpoint()
              + " that have no handler of their own.",
          "Add one that takes the event alone, such as: @WebhookHandler void rest("
              + vendor.eventType().getSimpleName()
              + " event) {}. The vendor sends types that your methods do not name, and adds types"
              + " at any time.");
    }
    EventRouter.Builder<D, E> builder = vendor.router().get();
    methods.forEach(method -> add(vendor, builder, method));
    try {
      return builder.build();
    } catch (IllegalStateException e) {
      throw new KeyhookConfigurationException(
          "The @WebhookHandler methods of "
              + vendor.endpoint()
              + " contradict each other: "
              + e.getMessage()
              + ".",
          "Change one of: " + names(methods),
          e);
    }
  }

  private static void requireDistinct(List<HandlerMethod> methods) {
    Map<Object, HandlerMethod> seen = new HashMap<>();
    for (HandlerMethod method : methods) {
      Object key = method.dataType() == null ? method.type() : method.dataType();
      HandlerMethod other = seen.putIfAbsent(key, method);
      if (other != null) {
        throw new KeyhookConfigurationException(
            "Two @WebhookHandler methods handle the same events: "
                + names(List.of(other, method))
                + ".",
            "Remove one of them, or call both from one method: an event has one handler, so that it"
                + " is handled as a whole or not at all.");
      }
    }
  }

  private static <D extends EventData, E extends Event<D>> void add(
      Vendor<D, E> vendor, EventRouter.Builder<D, E> builder, HandlerMethod method) {
    Class<? extends EventData> data = method.dataType();
    if (data != null) {
      builder.on(
          data.asSubclass(vendor.dataType()),
          (D value, E event, dev.keyhook.routing.EventContext context) ->
              method.invoke(value, event, context));
    } else if (method.isOtherwise()) {
      builder.otherwise((event, context) -> method.invoke(null, event, context));
    } else {
      builder.on(method.type(), (event, context) -> method.invoke(null, event, context));
    }
  }

  private static String names(List<HandlerMethod> methods) {
    return methods.stream().map(HandlerMethod::name).collect(Collectors.joining(" and "));
  }
}
