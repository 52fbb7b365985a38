package dev.keyhook.events.smartphonekey;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhook.events.internal.Fields;
import dev.keyhook.events.internal.JsonReader;
import dev.keyhook.events.smartphonekey.model.DetailTypes;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Recognizes data in the form of the vendor's API, {@code {"type", "data": {fields}}}. The schema
 * of the events has {@code {"type", fields}}, but some of the vendor's samples are nested.
 */
final class NestedData {

  private static final int TYPE = 1;
  private static final Fields FIELDS = Fields.of("type", "data");

  private NestedData() {}

  /**
   * Returns the data in the form of the schema.
   *
   * @param in positioned at an object in the body
   * @return null if the object has other fields than a {@code type} that is known and an object
   *     {@code data}
   */
  static byte @Nullable [] flatten(byte[] body, JsonReader in) {
    String type = null;
    int typeFrom = 0;
    int typeTo = 0;
    int dataFrom = 0;
    int dataTo = 0;
    in.enterTolerantObject(FIELDS);
    while (in.nextField()) {
      switch (in.name()) {
        case "type" -> {
          typeFrom = in.offset();
          type = in.textOnly(TYPE);
          typeTo = in.offset();
        }
        case "data" -> {
          dataFrom = in.offset();
          in.skipValue();
          dataTo = in.offset();
        }
        default -> {
          return null;
        }
      }
    }
    if (type == null || !DetailTypes.isKnown(type) || dataFrom == 0 || body[dataFrom] != '{') {
      return null;
    }
    ByteArrayOutputStream flat = new ByteArrayOutputStream(dataTo - dataFrom + type.length() + 16);
    flat.writeBytes("{\"type\":".getBytes(UTF_8));
    flat.write(body, typeFrom, typeTo - typeFrom);
    if (!isEmpty(body, dataFrom)) {
      flat.write(',');
    }
    flat.write(body, dataFrom + 1, dataTo - dataFrom - 1);
    return flat.toByteArray();
  }

  /** Returns whether the object at an index has no fields. */
  private static boolean isEmpty(byte[] body, int object) {
    int i = object + 1;
    while (body[i] <= ' ') {
      i++;
    }
    return body[i] == '}';
  }
}
