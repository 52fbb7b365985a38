package dev.keyhook.events.smartphonekey;

import dev.keyhook.events.internal.Envelope;
import dev.keyhook.events.internal.JsonInput;
import dev.keyhook.events.internal.JsonReader;
import dev.keyhook.events.internal.LazyJson;
import dev.keyhook.events.smartphonekey.model.DetailTypes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What EventBridge and SmartphoneKey send around the data of an event. Texts that few programs ask
 * for are kept as offsets into the body, 0 if absent, and are read when they are asked for.
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

  SmartphoneKeyEnvelope(JsonInput input, byte[] body) {
    super(input, body);
  }

  /** Forgets what was read of {@code detail}, because it occurs again and the last one counts. */
  void forgetDetail() {
    partnerId = null;
    thingName = null;
    aggregateType = 0;
    aggregateId = 0;
    aggregateVersion = null;
    timestamp = null;
  }

  @Nullable String text(int offset) {
    return textAt(offset);
  }

  @Nullable Aggregate aggregate() {
    return hasAggregate()
        ? new Aggregate(text(aggregateType), text(aggregateId), aggregateVersion, timestamp)
        : null;
  }

  private boolean hasAggregate() {
    return aggregateType > 0 || aggregateId > 0;
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
    return aggregateVersion != null && hasAggregate() && subject().isPresent()
        ? OptionalLong.of(aggregateVersion)
        : OptionalLong.empty();
  }

  @Override
  protected @Nullable SmartphoneKeyData read(String type, JsonReader in) {
    return DetailTypes.read(type, in);
  }

  @Override
  protected SmartphoneKeyData unrecognized(LazyJson json) {
    return new UnrecognizedSmartphoneKeyData(json);
  }
}
