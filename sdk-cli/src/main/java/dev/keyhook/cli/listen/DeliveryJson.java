package dev.keyhook.cli.listen;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyhook.WebhookRequest;
import dev.keyhook.cli.Json;
import dev.keyhook.cli.Text;
import org.jspecify.annotations.Nullable;

/** Deliveries as JSON for the page. Never a secret. */
final class DeliveryJson {

  private static final int MAX_TEXT = 200;

  private final Redaction redaction;

  DeliveryJson(Redaction redaction) {
    this.redaction = redaction;
  }

  /** Returns the content of a row of the list. */
  ObjectNode summary(Delivery delivery) {
    return Json.object()
        .put("number", delivery.number)
        .put("at", delivery.receivedAt.toString())
        .put("vendor", delivery.vendor.label())
        .put("type", text(delivery.type))
        .put("id", text(delivery.id))
        .put("subject", text(delivery.subject))
        .put("outcome", delivery.outcome == null ? null : delivery.outcome.name())
        .put("duplicateOf", delivery.duplicateOf())
        .put("status", delivery.status)
        .put("millis", Math.round(delivery.millis * 100) / 100.0)
        .put("deviations", delivery.deviations)
        .put("recognized", delivery.isRecognized)
        .put("state", delivery.state);
  }

  /** Returns a row with the attempts to handle the event. */
  ObjectNode withAttempts(Delivery delivery) {
    ObjectNode node = summary(delivery).put("reason", text(delivery.reason));
    ArrayNode attempts = node.putArray("attempts");
    for (Delivery.Attempt attempt : delivery.attempts) {
      attempts
          .addObject()
          .put("number", attempt.number())
          .put("at", attempt.at().toString())
          .put("millis", Math.round(attempt.millis() * 100) / 100.0)
          .put("result", text(attempt.result()))
          .put("retryInMillis", attempt.retryInMillis());
    }
    return node;
  }

  /** Returns all headers; values that may be secrets are masked. */
  ArrayNode headers(WebhookRequest request) {
    ArrayNode headers = Json.array();
    for (String name : request.headerNames()) {
      for (String value : request.header(name)) {
        headers
            .addObject()
            .put("name", redaction.text(name))
            .put("value", redaction.header(name, value));
      }
    }
    return headers;
  }

  private @Nullable String text(@Nullable String text) {
    return text == null ? null : Text.cut(redaction.text(text), MAX_TEXT);
  }
}
