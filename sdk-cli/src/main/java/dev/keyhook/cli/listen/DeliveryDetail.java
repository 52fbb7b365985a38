package dev.keyhook.cli.listen;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyhook.CredentialsUnavailableException;
import dev.keyhook.Deviation;
import dev.keyhook.MalformedEventException;
import dev.keyhook.WebhookRequest;
import dev.keyhook.cli.Text;
import dev.keyhook.cli.body.BodyLine;
import dev.keyhook.cli.body.BodyView;
import dev.keyhook.cli.body.EventFacts;
import dev.keyhook.cli.catalogue.Catalogue;
import dev.keyhook.cli.catalogue.EventDescription;
import dev.keyhook.cli.catalogue.Vendor;
import dev.keyhook.webhooks.Outcome;
import dev.keyhook.webhooks.verification.Explanation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Everything about one delivery, for the page. */
final class DeliveryDetail {

  private static final int MAX_PLAIN_BODY = 4_000;

  private record Snapshot(
      Vendor vendor,
      ObjectNode json,
      @Nullable WebhookRequest request,
      @Nullable Outcome outcome) {}

  private final DeliveryLog log;
  private final Map<Vendor, VendorEndpoint> endpoints;
  private final Redaction redaction;
  private final DeliveryJson json;

  DeliveryDetail(DeliveryLog log, Map<Vendor, VendorEndpoint> endpoints, Redaction redaction) {
    this.log = log;
    this.endpoints = endpoints;
    this.redaction = redaction;
    this.json = new DeliveryJson(redaction);
  }

  /**
   * Returns a delivery.
   *
   * @param isRevealed whether to show sensitive fields
   * @return empty if it is not kept any more
   */
  Optional<ObjectNode> of(long number, boolean isRevealed) {
    return log.find(
            number, it -> new Snapshot(it.vendor, json.withAttempts(it), it.request(), it.outcome))
        .map(snapshot -> complete(snapshot, isRevealed));
  }

  private ObjectNode complete(Snapshot snapshot, boolean isRevealed) {
    ObjectNode node = snapshot.json();
    Outcome outcome = snapshot.outcome();
    boolean isStoredAgain = outcome == Outcome.STORED && node.path("duplicateOf").asLong() > 0;
    node.put("meaning", outcome == null ? "" : OutcomeText.of(outcome, isStoredAgain));
    WebhookRequest request = snapshot.request();
    if (request == null) {
      node.put("forgotten", true);
      return node;
    }
    node.put("method", redaction.text(request.method()));
    node.put("target", redaction.target(request.target().orElse("")));
    node.put("bodySize", request.bodySize());
    node.set("headers", json.headers(request));
    if (outcome == Outcome.UNAUTHENTICATED) {
      explain(node, snapshot.vendor(), request);
    }
    if (request.bodySize() > 0) {
      body(node, snapshot.vendor(), request.body(), isRevealed);
    }
    return node;
  }

  private void explain(ObjectNode node, Vendor vendor, WebhookRequest request) {
    VendorEndpoint endpoint = endpoints.get(vendor);
    if (endpoint != null) {
      try {
        Explanation explanation = Explanation.of(endpoint.verifier(), request);
        node.putObject("explanation")
            .put("cause", explanation.cause().name())
            .put("advice", redaction.text(explanation.advice()));
      } catch (CredentialsUnavailableException e) {
        node.putObject("explanation").put("cause", "UNKNOWN").put("advice", "The key is missing.");
      }
    }
  }

  private void body(ObjectNode node, Vendor vendor, byte[] body, boolean isRevealed) {
    String type = "";
    List<Deviation> deviations = List.of();
    try {
      EventFacts facts = EventFacts.of(vendor, body);
      type = facts.type();
      deviations = facts.deviations();
      node.put("type", Text.cut(redaction.text(type), 200));
      node.put("time", facts.time().map(Object::toString).orElse(null));
      node.put("dataClass", facts.dataClass().orElse(null));
    } catch (MalformedEventException e) {
      node.put("malformed", e.reason() + " at byte " + e.byteOffset() + ": " + e.getMessage());
    }
    ArrayNode differences = node.putArray("differences");
    for (Deviation deviation : deviations) {
      differences
          .addObject()
          .put("kind", deviation.kind().name())
          .put("pointer", redaction.text(deviation.pointer()));
    }
    describe(node, vendor, type);
    List<BodyLine> lines = BodyView.lines(vendor, type, body, deviations, isRevealed);
    lines(node.putArray("lines"), lines);
    node.put("masked", lines.stream().anyMatch(BodyLine::isMasked) || lines.isEmpty());
    if (lines.isEmpty() && isRevealed) {
      String text = new String(body, StandardCharsets.UTF_8);
      node.put("plain", redaction.text(Text.cut(text, MAX_PLAIN_BODY)));
      node.put("masked", false);
    }
  }

  private static void describe(ObjectNode node, Vendor vendor, String type) {
    Optional<EventDescription> known = Catalogue.get().find(vendor, type);
    known.ifPresent(
        event ->
            node.put("description", event.description())
                .put("family", event.family())
                .put("snippet", event.vendor().entry() + ".router()\n    " + event.snippet()));
    if (known.isEmpty() && !type.isEmpty()) {
      String name = type.replace("\\", "\\\\").replace("\"", "\\\"");
      node.put(
          "snippet",
          vendor.entry()
              + ".router()\n    .on(\""
              + name
              + "\", event -> {\n      // this version has no class for it: event.raw()\n    })");
    }
  }

  private void lines(ArrayNode target, List<BodyLine> lines) {
    for (BodyLine line : lines) {
      ObjectNode node =
          target
              .addObject()
              .put("depth", line.depth())
              .put("value", redaction.text(line.value()))
              .put("kind", line.kind())
              .put("last", line.isLast());
      if (line.key() != null) {
        node.put("key", redaction.text(line.key()));
      }
      if (line.isMasked()) {
        node.put("masked", true);
      }
      if (!line.type().isEmpty()) {
        node.put("type", line.type());
      }
      if (!line.description().isEmpty()) {
        node.put("description", line.description());
      }
      if (line.deviation() != null) {
        node.put("deviation", line.deviation());
      }
    }
  }
}
