package dev.keyhook.events.schlagehome;

import dev.keyhook.Deviation.Kind;
import dev.keyhook.JsonLimits;
import dev.keyhook.events.internal.EnvelopeParser;
import dev.keyhook.events.internal.Fields;
import dev.keyhook.events.internal.JsonBody;
import dev.keyhook.events.internal.JsonReader;
import dev.keyhook.events.schlagehome.model.EventType;
import dev.keyhook.events.schlagehome.model.Triggers;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads Schlage Home's envelope. The only delivery that is public has {@code trigger} before {@code
 * data}, so that the data can be read in the same pass.
 */
final class SchlageHomeParser extends EnvelopeParser<SchlageHomeEvent, SchlageHomeEnvelope> {

  private static final int EVENT_ID = 1;
  private static final int DEVICE_ID = 2;
  private static final int TIME = 3;
  private static final int EVENT_TYPE = 4;
  private static final int TRIGGER = 5;
  private static final int DATA = 6;
  private static final int VERSION = 7;

  private static final Fields ENVELOPE =
      Fields.of("eventId!", "deviceId", "time!", "eventType!", "trigger!", "data!", "version");

  SchlageHomeParser(JsonLimits limits, Predicate<String> deferred) {
    super(limits, deferred);
  }

  @Override
  protected SchlageHomeParser withDeferred(JsonLimits limits, Predicate<String> types) {
    return new SchlageHomeParser(limits, types);
  }

  @Override
  protected SchlageHomeEnvelope newEnvelope(JsonBody body) {
    return new SchlageHomeEnvelope(body);
  }

  @Override
  protected SchlageHomeEvent event(SchlageHomeEnvelope envelope) {
    return new SchlageHomeEvent(envelope);
  }

  @Override
  protected boolean readEnvelope(JsonReader in, SchlageHomeEnvelope envelope, Pass pass) {
    int versionOneId = 0;
    in.enterObject(ENVELOPE);
    while (in.nextField()) {
      switch (in.name()) {
        case "eventId" -> envelope.readId(in, EVENT_ID);
        case "deviceId" -> envelope.deviceId = in.text(DEVICE_ID);
        case "time" -> envelope.readTime(in, TIME);
        case "eventType" -> envelope.eventType = eventType(in);
        case "trigger" -> {
          if (envelope.isDataRead()) {
            return false;
          }
          envelope.readType(in, TRIGGER);
        }
        case "data" -> {
          if (envelope.isDataRead()) {
            return false;
          }
          envelope.dataIsMissing();
          if (in.reachObject(DATA)) {
            envelope.dataIsAt(in.offset(), "/data", in.deviations().size());
            String trigger = envelope.typeOrNull();
            boolean now = pass == Pass.WITH_DATA && trigger != null && !isDeferred(trigger);
            if (!now || envelope.readData(in) == null) {
              in.skipValue();
            }
          }
        }
        case "version" -> envelope.version = in.text(VERSION);
        case "id" -> {
          versionOneId = in.offset();
          in.skipUnknown();
        }
        default -> in.skipUnknown();
      }
    }
    in.endObject();
    in.endDocument();
    complete(in, envelope, versionOneId);
    return true;
  }

  private static void complete(JsonReader in, SchlageHomeEnvelope envelope, int versionOneId) {
    boolean versionOne =
        envelope.typeOrNull() == null
            && envelope.id() == null
            && versionOneId > 0
            && envelope.hasData()
            && VersionOne.read(envelope, versionOneId);
    if (envelope.type().isEmpty()) {
      throw noType("trigger");
    }
    if (!envelope.hasData()) {
      throw noPayload("data");
    }
    boolean recognized = !versionOne && Triggers.isKnown(envelope.type());
    if (!recognized) {
      in.deviations().add(Kind.UNKNOWN_TYPE, versionOne ? "/data/eventType" : "/trigger");
    }
    envelope.complete(recognized, in.deviations().toList());
  }

  private static @Nullable String eventType(JsonReader in) {
    String text = in.text(EVENT_TYPE);
    if (text != null && !EventType.of(text).isKnown()) {
      in.noteUnknownValue();
    }
    return text;
  }
}
