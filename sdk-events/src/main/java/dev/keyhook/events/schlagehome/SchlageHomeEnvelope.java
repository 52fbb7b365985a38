package dev.keyhook.events.schlagehome;

import dev.keyhook.events.internal.Envelope;
import dev.keyhook.events.internal.JsonBody;
import dev.keyhook.events.internal.JsonReader;
import dev.keyhook.events.internal.LazyJson;
import dev.keyhook.events.schlagehome.model.Triggers;
import org.jspecify.annotations.Nullable;

/** The envelope of Schlage Home's events. */
final class SchlageHomeEnvelope extends Envelope<SchlageHomeData> {

  @Nullable String deviceId;
  @Nullable String eventType;
  @Nullable String version;

  SchlageHomeEnvelope(JsonBody body) {
    super(body);
  }

  @Override
  protected @Nullable SchlageHomeData read(String type, JsonReader in) {
    return Triggers.read(type, in);
  }

  @Override
  protected SchlageHomeData unrecognized(LazyJson json) {
    return new UnrecognizedSchlageHomeData(json);
  }
}
