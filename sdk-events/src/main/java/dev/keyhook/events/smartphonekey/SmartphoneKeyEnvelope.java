package dev.keyhook.events.smartphonekey;

import dev.keyhook.events.internal.Deviations;
import dev.keyhook.events.internal.Envelope;
import dev.keyhook.events.internal.JsonBody;
import dev.keyhook.events.internal.JsonReader;
import dev.keyhook.events.internal.LazyJson;
import dev.keyhook.events.smartphonekey.model.DetailTypes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The envelope of EventBridge and SmartphoneKey. Texts that few programs need are kept as offsets
 * into the body, 0 if absent, and are read at access.
 */
final class SmartphoneKeyEnvelope extends Envelope<SmartphoneKeyData> {

  int source;
  int region;
  int account;
  List<String> resources = List.of();

  @Nullable String partnerId;
  @Nullable String thingName;
  int aggregateType;
  int aggregateId;
  @Nullable Long aggregateVersion;
  @Nullable Instant timestamp;

  SmartphoneKeyEnvelope(JsonBody body) {
    super(body);
  }

  @Nullable String text(int offset) {
    return body().textAt(offset);
  }

  @Nullable Aggregate aggregate() {
    return aggregateType > 0 || aggregateId > 0
        ? new Aggregate(text(aggregateType), text(aggregateId), aggregateVersion, timestamp)
        : null;
  }

  Optional<String> subject() {
    if (thingName != null) {
      return notBlank(thingName);
    }
    Optional<String> type = notBlank(text(aggregateType));
    Optional<String> aggregate = notBlank(text(aggregateId));
    return type.isPresent() && aggregate.isPresent()
        ? Optional.of(type.get() + "/" + aggregate.get())
        : Optional.empty();
  }

  OptionalLong sequence() {
    return aggregateVersion != null && subject().isPresent()
        ? OptionalLong.of(aggregateVersion)
        : OptionalLong.empty();
  }

  @Override
  protected @Nullable SmartphoneKeyData read(String type, JsonReader in) {
    return DetailTypes.read(type, in);
  }

  /** Returns whether the data has the form of {@link NestedData}. */
  boolean isDataNested() {
    return NestedData.flatten(body().bytes(), reopenData()) != null;
  }

  @Override
  protected @Nullable JsonReader reopenNestedData(String pointer, Deviations found) {
    if (DetailTypes.isFlat(type())) {
      return null;
    }
    byte[] flat = NestedData.flatten(body().bytes(), reopenData());
    return flat == null ? null : body().reopenAs(flat, pointer + "/data", found);
  }

  @Override
  protected SmartphoneKeyData unrecognized(LazyJson json) {
    return new UnrecognizedSmartphoneKeyData(json);
  }
}
