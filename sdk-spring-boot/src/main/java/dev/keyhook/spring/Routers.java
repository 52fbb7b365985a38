package dev.keyhook.spring;

import dev.keyhook.Event;
import dev.keyhook.routing.EventRouter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The router of each endpoint: a bean, or made from handler methods. */
final class Routers {

  private final Map<String, EventRouter<?>> byEndpoint = new LinkedHashMap<>();

  /**
   * Collects the routers.
   *
   * @param accounts the names of endpoints that share the router of their vendor
   * @throws KeyhookConfigurationException if an endpoint has two
   */
  Routers(
      List<EventRouter<?>> beans,
      List<HandlerMethod> methods,
      Map<Vendor<?, ?>, List<String>> accounts) {
    for (EventRouter<?> router : beans) {
      if (byEndpoint.putIfAbsent(router.endpoint(), router) != null) {
        throw new KeyhookConfigurationException(
            "Two EventRouter beans are for the endpoint " + router.endpoint() + ".",
            "Keep one of them.");
      }
    }
    for (Vendor<?, ?> vendor : Vendor.ALL) {
      List<HandlerMethod> own =
          methods.stream().filter(method -> method.vendor().equals(vendor)).toList();
      if (!own.isEmpty()) {
        EventRouter<?> router = HandlerRouting.router(vendor, own);
        if (byEndpoint.putIfAbsent(vendor.endpoint(), router) != null) {
          throw new KeyhookConfigurationException(
              "The endpoint "
                  + vendor.endpoint()
                  + " has an EventRouter bean and the @WebhookHandler method "
                  + own.get(0).name()
                  + ".",
              "Use either a router or annotated methods for a vendor.");
        }
      }
    }
    accounts.forEach(this::share);
  }

  private void share(Vendor<?, ?> vendor, List<String> endpoints) {
    EventRouter<?> router = byEndpoint.get(vendor.endpoint());
    if (router != null) {
      endpoints.forEach(endpoint -> byEndpoint.putIfAbsent(endpoint, router));
    }
  }

  /** Returns all routers by the names of their endpoints. */
  Map<String, EventRouter<?>> byEndpoint() {
    return byEndpoint;
  }

  /**
   * Returns the router of an endpoint.
   *
   * @throws KeyhookConfigurationException if there is none
   */
  @SuppressWarnings("unchecked") // a router of this endpoint handles events of this vendor
  <E extends Event<?>> EventRouter<E> require(Vendor<?, E> vendor, String endpoint) {
    EventRouter<?> router = byEndpoint.get(endpoint);
    if (router == null) {
      throw new KeyhookConfigurationException(
          "The endpoint " + endpoint + " has no handler.",
          "Add a bean with methods such as: @WebhookHandler void rest("
              + vendor.eventType().getSimpleName()
              + " event) {}, or a bean of EventRouter<"
              + vendor.eventType().getSimpleName()
              + ">. On a node that only receives, set keyhook.inbox.worker.enabled=false.");
    }
    return (EventRouter<E>) router;
  }
}
