package dev.keyhook.events.schlagehome;

import dev.keyhook.Deviation.Kind;
import dev.keyhook.EventData;
import dev.keyhook.EventParser;
import dev.keyhook.JsonLimits;
import dev.keyhook.MalformedEventException;
import dev.keyhook.MalformedEventException.Reason;
import dev.keyhook.VerifiedDelivery;
import dev.keyhook.events.internal.Fields;
import dev.keyhook.events.internal.JsonInput;
import dev.keyhook.events.internal.JsonReader;
import dev.keyhook.events.schlagehome.SchlageHomeEvent.Payload;
import dev.keyhook.events.schlagehome.model.EventType;
import dev.keyhook.events.schlagehome.model.Triggers;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads the envelope, and the data within it in the same pass when {@code trigger} comes before
 * {@code data}, as in the one delivery that is public.
 */
final class SchlageHomeParser implements EventParser<SchlageHomeEvent> {

  private static final int EVENT_ID = 1;
  private static final int DEVICE_ID = 2;
  private static final int TIME = 3;
  private static final int EVENT_TYPE = 4;
  private static final int TRIGGER = 5;
  private static final int DATA = 6;
  private static final int VERSION = 7;

  private static final Fields ENVELOPE =
      Fields.of("eventId!", "deviceId", "time!", "eventType!", "trigger!", "data!", "version");

  private final JsonInput input;
  private final Predicate<String> deferred;

  SchlageHomeParser(JsonLimits limits) {
    this(new JsonInput(limits), type -> false);
  }

  private SchlageHomeParser(JsonInput input, Predicate<String> deferred) {
    this.input = input;
    this.deferred = deferred;
  }

  @Override
  public SchlageHomeEvent parse(VerifiedDelivery delivery) {
    return read(delivery.body());
  }

  @Override
  public SchlageHomeEvent parseUnverified(byte[] body) {
    return read(body.clone());
  }

  @Override
  public Set<String> typesOf(Class<? extends EventData> dataType) {
    return Triggers.namesOf(dataType);
  }

  @Override
  public EventParser<SchlageHomeEvent> deferring(Predicate<String> types) {
    return new SchlageHomeParser(input, types);
  }

  private SchlageHomeEvent read(byte[] body) {
    JsonReader in = input.open(body);
    if (!in.startDocument()) {
      throw notAnObject(body);
    }
    Envelope envelope = new Envelope(input, body);
    String trigger = null;
    String readAs = null;
    SchlageHomeData data = null;
    in.beginObject(ENVELOPE);
    while (in.hasNext()) {
      switch (in.name()) {
        case "eventId" -> envelope.id = in.text(EVENT_ID);
        case "deviceId" -> envelope.deviceId = in.text(DEVICE_ID);
        case "time" -> envelope.time = in.time(TIME);
        case "eventType" -> envelope.eventType = eventType(in);
        case "trigger" -> trigger = in.textOnly(TRIGGER);
        case "data" -> {
          envelope.data = 0;
          data = null;
          if (in.isObject(DATA)) {
            envelope.data = in.offset();
            if (trigger != null && Triggers.isKnown(trigger) && !deferred.test(trigger)) {
              readAs = trigger;
              data = Triggers.read(trigger, in);
            } else {
              in.skipValue();
            }
          }
        }
        case "version" -> envelope.version = in.text(VERSION);
        default -> in.skipUnknown();
      }
    }
    in.endObject();
    in.endDocument();
    if (trigger == null || trigger.isEmpty()) {
      throw new MalformedEventException(
          Reason.NO_TYPE, 0, "The JSON object has no text trigger, as every event has");
    }
    if (envelope.data == 0) {
      throw new MalformedEventException(
          Reason.NO_PAYLOAD, 0, "The JSON object has no object data, as every event has");
    }
    envelope.type = trigger;
    envelope.isRecognized = Triggers.isKnown(trigger);
    if (!envelope.isRecognized) {
      in.deviates(Kind.UNKNOWN_TYPE, "/trigger");
    }
    envelope.deviations = in.deviations();
    return new SchlageHomeEvent(
        envelope,
        data == null || !trigger.equals(readAs) ? null : new Payload(data, envelope.deviations));
  }

  private static @Nullable String eventType(JsonReader in) {
    String text = in.text(EVENT_TYPE);
    if (text != null && !EventType.of(text).isKnown()) {
      in.newToVocabulary();
    }
    return text;
  }

  private static MalformedEventException notAnObject(byte[] body) {
    if (JsonInput.isArray(body)) {
      return new MalformedEventException(
          Reason.OLD_VERSION,
          0,
          "The body is a JSON array, as version 1 of Schlage Home's webhooks sends; this is a"
              + " parser of version 2");
    }
    return new MalformedEventException(
        Reason.NOT_AN_OBJECT, 0, "The body is JSON, but not an object as every event is");
  }
}
