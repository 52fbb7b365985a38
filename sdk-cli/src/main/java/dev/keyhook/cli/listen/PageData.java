package dev.keyhook.cli.listen;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyhook.cli.Json;
import dev.keyhook.cli.catalogue.Catalogue;
import dev.keyhook.cli.catalogue.EventDescription;
import dev.keyhook.cli.catalogue.Vendor;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Requests of the page. */
final class PageData {

  private static final int MAX_SAMPLES = 100;

  /** The prefix of actions on the event of a delivery. */
  private static final String OF_DELIVERY = "delivery/";

  private record EventId(Vendor vendor, @Nullable String id) {}

  private final URI base;
  private final DeliveryLog log;
  private final DeliveryJson json;
  private final DeliveryDetail detail;
  private final SampleSender samples;
  private final Supplier<ArrayNode> seconds;
  private final @Nullable InboxData inbox;

  PageData(
      URI base,
      DeliveryLog log,
      DeliveryJson json,
      DeliveryDetail detail,
      SampleSender samples,
      Supplier<ArrayNode> seconds,
      @Nullable InboxData inbox) {
    this.base = base;
    this.log = log;
    this.json = json;
    this.detail = detail;
    this.samples = samples;
    this.seconds = seconds;
    this.inbox = inbox;
  }

  /** Returns the requested data; empty if it does not exist. */
  Optional<JsonNode> read(String name, Map<String, String> query) {
    return switch (name) {
      case "state" -> Optional.of(state());
      case "types" -> Optional.of(types());
      case "deliveries" -> {
        ArrayNode all = Json.array();
        log.all(json::summary).forEach(all::add);
        yield Optional.of(all);
      }
      case "delivery" ->
          detail
              .of(number(query.get("number")), "true".equals(query.get("reveal")))
              .map(JsonNode.class::cast);
      default -> inbox == null ? Optional.empty() : inbox.read(name, query);
    };
  }

  /** Runs an action; empty if it does not exist. */
  Optional<JsonNode> act(String name, JsonNode request) {
    return switch (name) {
      case "send" -> Optional.of(send(request));
      case "clear" -> {
        log.clear();
        yield Optional.of(Json.object());
      }
      default -> inbox == null ? Optional.empty() : act(inbox, name, request);
    };
  }

  private Optional<JsonNode> act(InboxData stored, String name, JsonNode request) {
    if (!name.startsWith(OF_DELIVERY)) {
      return stored.act(name, request);
    }
    String action = name.substring(OF_DELIVERY.length());
    return log.find(request.path("number").asLong(), it -> new EventId(it.vendor, it.id))
        .flatMap(
            event ->
                event.id() == null
                    ? Optional.empty()
                    : stored.act(action, event.vendor().endpoint(), event.id()));
  }

  private ObjectNode state() {
    ObjectNode state =
        Json.object()
            .put("base", base.toString())
            .put("inbox", inbox != null)
            .put("limit", DeliveryLog.MAX_DELIVERIES);
    ArrayNode endpoints = state.putArray("endpoints");
    for (Vendor vendor : Vendor.all()) {
      endpoints
          .addObject()
          .put("vendor", vendor.label())
          .put("url", base.resolve(vendor.path()).toString());
    }
    ArrayNode faults = state.putArray("faults");
    for (SampleFault fault : SampleFault.values()) {
      faults.addObject().put("name", fault.name()).put("label", fault.label());
    }
    state.set("seconds", seconds.get());
    return state;
  }

  private static ArrayNode types() {
    ArrayNode types = Json.array();
    for (EventDescription event : Catalogue.get().events()) {
      types.addObject().put("vendor", event.vendor().label()).put("type", event.type());
    }
    return types;
  }

  private ObjectNode send(JsonNode request) {
    Optional<EventDescription> event = Catalogue.get().find(request.path("type").asText());
    Optional<SampleFault> fault = SampleFault.find(request.path("fault").asText("NONE"));
    int count = Math.min(MAX_SAMPLES, Math.max(1, request.path("count").asInt(1)));
    if (event.isEmpty() || fault.isEmpty()) {
      return Json.object().put("error", "There is no such type or fault.");
    }
    int status = 0;
    for (int i = 0; i < count; i++) {
      status = samples.send(event.get(), fault.get());
    }
    return Json.object().put("sent", count).put("status", status);
  }

  private static long number(@Nullable String text) {
    try {
      return text == null ? 0 : Long.parseLong(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
