package dev.keyhook.cli.send;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.keyhook.cli.Json;
import dev.keyhook.cli.catalogue.Vendor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A body whose id, time, subject and sequence can be replaced without parsing it again. Immutable.
 */
final class BodyTemplate {

  /** The meaning of a place in the body. */
  enum Slot {
    ID,
    TIME,
    SUBJECT,
    SEQUENCE
  }

  private static final Map<Vendor, Map<String, Slot>> SLOTS =
      Map.of(
          Vendor.SMARTPHONEKEY,
          Map.of(
              "/id", Slot.ID,
              "/time", Slot.TIME,
              "/detail/aggregateId", Slot.SUBJECT,
              "/detail/thingName", Slot.SUBJECT,
              "/detail/version", Slot.SEQUENCE),
          Vendor.SCHLAGE_HOME,
          Map.of("/eventId", Slot.ID, "/time", Slot.TIME, "/deviceId", Slot.SUBJECT));

  private record Piece(Slot slot, int from, int to) {}

  private final Vendor vendor;
  private final byte[] body;
  private final List<Piece> pieces;

  private BodyTemplate(Vendor vendor, byte[] body, List<Piece> pieces) {
    this.vendor = vendor;
    this.body = body;
    this.pieces = pieces;
  }

  /** Returns a template; a body that is not JSON has nothing to replace. */
  static BodyTemplate of(Vendor vendor, byte[] body) {
    List<Piece> pieces = new ArrayList<>();
    try (JsonParser parser = Json.mapper().createParser(body)) {
      parser.nextToken();
      collect(parser, "", SLOTS.getOrDefault(vendor, Map.of()), pieces);
    } catch (IOException e) {
      pieces.clear(); // sent unchanged: invalid JSON is a useful fault
    }
    return new BodyTemplate(vendor, body.clone(), List.copyOf(pieces));
  }

  private static void collect(
      JsonParser parser, String pointer, Map<String, Slot> slots, List<Piece> pieces)
      throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String place = pointer + "/" + parser.currentName();
      JsonToken value = parser.nextToken();
      @Nullable Slot slot = slots.get(place);
      if (slot != null && value.isScalarValue() && value != JsonToken.VALUE_NULL) {
        int from = (int) parser.currentTokenLocation().getByteOffset();
        parser.finishToken();
        pieces.add(new Piece(slot, from, (int) parser.currentLocation().getByteOffset()));
      } else if (place.equals("/detail")) {
        collect(parser, place, slots, pieces);
      } else {
        parser.skipChildren();
      }
    }
  }

  /** Returns the sender. */
  Vendor vendor() {
    return vendor;
  }

  /** Returns the body without any change. */
  byte[] exact() {
    return body.clone();
  }

  /** Returns the id that the body itself has. */
  Optional<String> id() {
    for (Piece piece : pieces) {
      if (piece.slot() == Slot.ID) {
        try {
          byte[] token = Arrays.copyOfRange(body, piece.from(), piece.to());
          return Optional.of(Json.mapper().readTree(token).asText());
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Returns the body with other values.
   *
   * @param subject what the event is about; null keeps the body's own, and its sequence
   */
  byte[] with(String id, String time, @Nullable String subject, long sequence) {
    StringBuilder replaced = new StringBuilder(body.length + 64);
    int from = 0;
    for (Piece piece : pieces) {
      @Nullable String value =
          switch (piece.slot()) {
            case ID -> quoted(id);
            case TIME -> quoted(time);
            case SUBJECT -> subject == null ? null : quoted(subject);
            case SEQUENCE -> subject == null ? null : Long.toString(sequence);
          };
      if (value != null) {
        append(replaced, from, piece.from());
        replaced.append(value);
        from = piece.to();
      }
    }
    append(replaced, from, body.length);
    return replaced.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Appends bytes one to one, whatever their encoding is. */
  private void append(StringBuilder text, int from, int to) {
    text.append(new String(body, from, to - from, StandardCharsets.ISO_8859_1));
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }
}
