package dev.keyhook.events.smartphonekey;

import dev.keyhook.Deviation;
import dev.keyhook.RawJson;
import dev.keyhook.events.internal.JsonInput;
import dev.keyhook.events.internal.JsonReader;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvent.Payload;
import dev.keyhook.events.smartphonekey.model.DetailTypes;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands around the data of one event. Texts that few ask for are kept as offsets into the
 * body, 0 if absent, and read when asked for.
 *
 * <p>The parser fills it while it reads; afterwards nobody changes it.
 */
final class Envelope {

  final JsonInput input;
  final byte[] body;

  String type = "";
  boolean isRecognized;
  @Nullable String id;
  @Nullable Instant time;
  int source;
  int region;
  int account;
  int detail;

  List<String> resources = List.of();

  @Nullable String partnerId;
  boolean hasAggregate;
  int aggregateType;
  int aggregateId;
  @Nullable Long version;
  @Nullable Instant timestamp;

  /** Where the object is that the type's class reads, and its JSON pointer. */
  int payload;

  String payloadPointer = "";
  List<Deviation> deviations = List.of();

  Envelope(JsonInput input, byte[] body) {
    this.input = input;
    this.body = body;
  }

  /** Begins {@code detail}, also once more: if it stands twice, only the last one counts. */
  void forgetDetail() {
    partnerId = null;
    hasAggregate = false;
    aggregateType = 0;
    aggregateId = 0;
    version = null;
    timestamp = null;
    payload = detail;
    payloadPointer = "/detail";
  }

  @Nullable String text(int offset) {
    return offset <= 0 ? null : input.textAt(body, offset);
  }

  @Nullable Aggregate aggregate() {
    return hasAggregate
        ? new Aggregate(text(aggregateType), text(aggregateId), version, timestamp)
        : null;
  }

  /** Reads the payload from its place in the body: the second pass, where there was one. */
  Payload readPayload() {
    JsonReader in = input.reopen(body, payload, payloadPointer);
    SmartphoneKeyData data = DetailTypes.read(type, in);
    if (data == null) {
      int from = in.offset();
      in.skipValue();
      RawJson json = RawJson.wrap(body, from, in.offset());
      return new Payload(new UnrecognizedSmartphoneKeyData(json), deviations);
    }
    return new Payload(data, JsonReader.bounded(deviations, in.deviations()));
  }
}
