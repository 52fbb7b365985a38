package dev.keyhook.events.schlagehome;

import dev.keyhook.Deviation;
import dev.keyhook.RawJson;
import dev.keyhook.events.internal.JsonInput;
import dev.keyhook.events.internal.JsonReader;
import dev.keyhook.events.schlagehome.SchlageHomeEvent.Payload;
import dev.keyhook.events.schlagehome.model.Triggers;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What stands around the data of one event. The parser fills it; afterwards nobody changes it. */
final class Envelope {

  final JsonInput input;
  final byte[] body;

  String type = "";
  boolean isRecognized;
  @Nullable String id;
  @Nullable String deviceId;
  @Nullable Instant time;
  @Nullable String eventType;
  @Nullable String version;
  int data;
  List<Deviation> deviations = List.of();

  Envelope(JsonInput input, byte[] body) {
    this.input = input;
    this.body = body;
  }

  /** Reads the data from its place in the body: the second pass, where there was one. */
  Payload readPayload() {
    JsonReader in = input.reopen(body, data, "/data");
    SchlageHomeData read = Triggers.read(type, in);
    if (read == null) {
      int from = in.offset();
      in.skipValue();
      RawJson json = RawJson.wrap(body, from, in.offset());
      return new Payload(new UnrecognizedSchlageHomeData(json), deviations);
    }
    return new Payload(read, JsonReader.bounded(deviations, in.deviations()));
  }
}
