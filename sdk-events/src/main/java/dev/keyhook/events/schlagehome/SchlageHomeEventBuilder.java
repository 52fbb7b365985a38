package dev.keyhook.events.schlagehome;

import dev.keyhook.events.internal.JsonWriter;
import dev.keyhook.events.schlagehome.model.EventType;
import dev.keyhook.events.schlagehome.model.Triggers;
import java.time.Instant;

/**
 * Builds an event for a test, as Schlage Home would write it.
 *
 * <p>Every field has a default. Not safe for use by several threads.
 */
public final class SchlageHomeEventBuilder {

  private final SchlageHomeData data;
  private final String type;
  private String id = "00000000000000000000000000000000";
  private String deviceId = "00000000-0000-5000-8000-000000000000";
  private Instant time = Instant.EPOCH;

  SchlageHomeEventBuilder(SchlageHomeData data) {
    this.type = Triggers.nameOf(data);
    this.data = data;
  }

  /** Sets the identifier; otherwise 32 zeros. */
  public SchlageHomeEventBuilder id(String id) {
    this.id = id;
    return this;
  }

  /** Sets which lock it is about; otherwise a UUID of zeros. */
  public SchlageHomeEventBuilder deviceId(String deviceId) {
    this.deviceId = deviceId;
    return this;
  }

  /** Sets when it happened; otherwise 1970-01-01T00:00:00Z. */
  public SchlageHomeEventBuilder time(Instant time) {
    this.time = time;
    return this;
  }

  /** Returns the event, read from the JSON that {@link SchlageHomeEvent#raw()} returns. */
  public SchlageHomeEvent build() {
    JsonWriter out = new JsonWriter();
    out.beginObject();
    out.text("eventId", id);
    out.text("deviceId", deviceId);
    out.time("time", time);
    out.text(
        "eventType",
        (data instanceof CommandData ? EventType.COMMAND_UPDATE : EventType.DEVICE_UPDATE).value());
    out.text("trigger", type);
    out.json("data", data.toJson());
    out.text("version", "2.0");
    out.endObject();
    return SchlageHomeEvents.parser().parseUnverified(out.toRawJson().toByteArray());
  }
}
