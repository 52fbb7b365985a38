package dev.keyhook.events.smartphonekey;

import dev.keyhook.RawJson;
import dev.keyhook.events.internal.JsonWriter;
import dev.keyhook.events.smartphonekey.model.AggregateType;
import dev.keyhook.events.smartphonekey.model.DetailTypes;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Builds an event for a test, as SmartphoneKey would write it.
 *
 * <p>Every field has a default. Not safe for use by several threads.
 */
public final class SmartphoneKeyEventBuilder {

  private final SmartphoneKeyData data;
  private final String type;
  private String id = "00000000-0000-4000-8000-000000000000";
  private Instant time = Instant.EPOCH;
  private @Nullable String partnerId;
  private AggregateType aggregateType = AggregateType.of("lock");
  private String aggregateId = "00000000-0000-4000-8000-000000000001";
  private long aggregateVersion = 1;

  SmartphoneKeyEventBuilder(SmartphoneKeyData data) {
    this.type = DetailTypes.nameOf(data);
    this.data = data;
  }

  /** Sets the identifier; otherwise a UUID of zeros. */
  public SmartphoneKeyEventBuilder id(String id) {
    this.id = id;
    return this;
  }

  /** Sets when it happened; otherwise 1970-01-01T00:00:00Z. */
  public SmartphoneKeyEventBuilder time(Instant time) {
    this.time = time;
    return this;
  }

  /**
   * Sets the partner of a domain event; null otherwise. The partner of a {@code Shadow Update} is
   * in its data.
   */
  public SmartphoneKeyEventBuilder partnerId(String partnerId) {
    this.partnerId = partnerId;
    return this;
  }

  /** Sets the aggregate of a domain event; otherwise the first event of a lock. */
  public SmartphoneKeyEventBuilder aggregate(AggregateType type, String id, long version) {
    this.aggregateType = type;
    this.aggregateId = id;
    this.aggregateVersion = version;
    return this;
  }

  /** Returns the event, read from the JSON that {@link SmartphoneKeyEvent#raw()} returns. */
  public SmartphoneKeyEvent build() {
    RawJson json = DetailTypes.isFlat(type) ? envelope(data.toJson()) : envelope(domainDetail());
    return SmartphoneKeyEvents.parser().parseUnverified(json.toByteArray());
  }

  private RawJson envelope(RawJson detail) {
    JsonWriter out = new JsonWriter();
    out.beginObject();
    out.text("version", "0");
    out.text("id", id);
    out.text("detail-type", type);
    out.text("source", DetailTypes.isFlat(type) ? "spk.iot.shadow" : "spk.api");
    out.text("account", "000000000000");
    out.time("time", time);
    out.text("region", "eu-west-1");
    out.texts("resources", List.of());
    out.json("detail", detail);
    out.endObject();
    return out.toRawJson();
  }

  private RawJson domainDetail() {
    JsonWriter out = new JsonWriter();
    out.beginObject();
    out.text("partnerId", partnerId);
    out.text("aggregateType", aggregateType.value());
    out.text("aggregateId", aggregateId);
    out.integer("version", aggregateVersion);
    out.epochMillis("timestamp", time);
    out.json("data", data.toJson());
    out.endObject();
    return out.toRawJson();
  }
}
