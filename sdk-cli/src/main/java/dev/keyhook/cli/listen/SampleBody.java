package dev.keyhook.cli.listen;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyhook.cli.Json;
import dev.keyhook.cli.catalogue.EventDescription;
import dev.keyhook.cli.catalogue.FieldDescription;
import dev.keyhook.cli.catalogue.Vendor;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.UUID;

/** Creates the body of a sample with a fault. */
final class SampleBody {

  private static final int OVER_LIMIT = (1 << 20) + 1;

  private SampleBody() {}

  static byte[] of(EventDescription event, SampleFault fault, Instant now) {
    ObjectNode body = event.sample().deepCopy();
    Vendor vendor = event.vendor();
    String id = UUID.randomUUID().toString();
    body.put(vendor.idField(), vendor == Vendor.SMARTPHONEKEY ? id : id.replace("-", ""));
    Instant time = fault == SampleFault.LATE ? now.minus(Duration.ofHours(1)) : now;
    body.put("time", time.truncatedTo(ChronoUnit.SECONDS).toString());
    JsonNode data = body.at(event.dataPointer());
    switch (fault) {
      case UNKNOWN_TYPE -> body.put(vendor.typeField(), "DoorHeldOpen");
      case UNKNOWN_FIELD -> {
        if (data instanceof ObjectNode object) {
          object.put("addedTomorrow", true);
        }
      }
      case MISSING_FIELD -> removeRequired(event, data);
      case OTHER_PARTNER -> {
        if (body.path("detail") instanceof ObjectNode detail) {
          detail.put("partnerId", "another-partner");
        }
      }
      default -> {}
    }
    return damaged(bytes(body), fault);
  }

  private static byte[] damaged(byte[] body, SampleFault fault) {
    return switch (fault) {
      case TRUNCATED -> Arrays.copyOf(body, body.length / 2);
      case EMPTY, WRONG_METHOD -> new byte[0];
      case TOO_LARGE -> padded(body);
      default -> body;
    };
  }

  private static void removeRequired(EventDescription event, JsonNode data) {
    if (data instanceof ObjectNode object) {
      event.fields().stream()
          .filter(FieldDescription::required)
          .map(FieldDescription::path)
          .filter(object::has)
          .findFirst()
          .ifPresent(object::remove);
    }
  }

  private static byte[] padded(byte[] body) {
    byte[] padded = new byte[OVER_LIMIT];
    Arrays.fill(padded, (byte) ' ');
    System.arraycopy(body, 0, padded, 0, body.length);
    return padded;
  }

  private static byte[] bytes(ObjectNode body) {
    try {
      return Json.mapper().writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
