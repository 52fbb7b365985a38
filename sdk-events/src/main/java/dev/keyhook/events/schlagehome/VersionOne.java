package dev.keyhook.events.schlagehome;

import dev.keyhook.events.internal.Fields;
import dev.keyhook.events.internal.JsonReader;

/**
 * Reads events in the form of version 1 of the webhooks, {@code {"id", "subject", "data":
 * {"eventType", "deviceId", ...}}}. They may still arrive at the same URL, mostly as elements of an
 * array.
 *
 * <p>Their data stays unrecognized: Allegion publishes only some of its fields, and {@code
 * eventType} is the cause there and the group in version 2.
 */
final class VersionOne {

  private static final String VERSION = "1.0";

  private static final int EVENT_TYPE = 1;
  private static final int DEVICE_ID = 2;
  private static final Fields DATA = Fields.of("eventType", "deviceId");

  private VersionOne() {}

  /**
   * Reads an envelope that has data but no trigger as one of version 1.
   *
   * @param id offset of the value of {@code id} in the body
   * @return whether it has a type in this form
   */
  static boolean read(SchlageHomeEnvelope envelope, int id) {
    JsonReader idReader = envelope.body().reopen(id, "/id");
    idReader.startTolerantValue();
    envelope.readId(idReader, 1);
    JsonReader in = envelope.reopenData();
    in.enterTolerantObject(DATA);
    while (in.nextField()) {
      switch (in.name()) {
        case "eventType" -> envelope.readType(in, EVENT_TYPE);
        case "deviceId" -> envelope.deviceId = in.text(DEVICE_ID);
        default -> in.skipUnknown();
      }
    }
    in.endObject();
    if (envelope.version == null) {
      envelope.version = VERSION;
    }
    return !envelope.type().isEmpty();
  }
}
