package dev.keyhook.events.smartphonekey;

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
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvent.Payload;
import dev.keyhook.events.smartphonekey.model.DetailTypes;
import dev.keyhook.events.smartphonekey.model.ShadowUpdate;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads EventBridge's envelope, and the data within it in the same pass when {@code detail-type}
 * comes before {@code detail}, as EventBridge writes it.
 */
final class SmartphoneKeyParser implements EventParser<SmartphoneKeyEvent> {

  private static final int VERSION = 1;
  private static final int ID = 2;
  private static final int TYPE = 3;
  private static final int SOURCE = 4;
  private static final int ACCOUNT = 5;
  private static final int TIME = 6;
  private static final int REGION = 7;
  private static final int RESOURCES = 8;
  private static final int DETAIL = 9;
  private static final int REPLAY_NAME = 10;

  // https://docs.aws.amazon.com/eventbridge/latest/ref/events-structure.html
  private static final Fields ENVELOPE =
      Fields.of(
          "version",
          "id!",
          "detail-type!",
          "source!",
          "account",
          "time!",
          "region",
          "resources",
          "detail!",
          "replay-name");

  private static final int PARTNER_ID = 1;
  private static final int AGGREGATE_TYPE = 2;
  private static final int AGGREGATE_ID = 3;
  private static final int AGGREGATE_VERSION = 4;
  private static final int TIMESTAMP = 5;
  private static final int DATA = 6;

  private static final Fields DOMAIN_DETAIL =
      Fields.of("partnerId!", "aggregateType!", "aggregateId!", "version!", "timestamp!", "data!");

  private final JsonInput input;
  private final Predicate<String> deferred;

  SmartphoneKeyParser(JsonLimits limits) {
    this(new JsonInput(limits), type -> false);
  }

  private SmartphoneKeyParser(JsonInput input, Predicate<String> deferred) {
    this.input = input;
    this.deferred = deferred;
  }

  @Override
  public SmartphoneKeyEvent parse(VerifiedDelivery delivery) {
    return read(delivery.body());
  }

  @Override
  public SmartphoneKeyEvent parseUnverified(byte[] body) {
    return read(body.clone());
  }

  @Override
  public Set<String> typesOf(Class<? extends EventData> dataType) {
    return DetailTypes.namesOf(dataType);
  }

  @Override
  public EventParser<SmartphoneKeyEvent> deferring(Predicate<String> types) {
    return new SmartphoneKeyParser(input, types);
  }

  private SmartphoneKeyEvent read(byte[] body) {
    JsonReader in = input.open(body);
    if (!in.startDocument()) {
      throw new MalformedEventException(
          Reason.NOT_AN_OBJECT, 0, "The body is JSON, but not an object as every event is");
    }
    Envelope envelope = new Envelope(input, body);
    String type = null;
    String readAs = null;
    SmartphoneKeyData data = null;
    in.beginObject(ENVELOPE);
    while (in.hasNext()) {
      switch (in.name()) {
        case "id" -> envelope.id = in.text(ID);
        case "detail-type" -> type = in.textOnly(TYPE);
        case "source" -> envelope.source = in.textOffset(SOURCE);
        case "time" -> envelope.time = in.time(TIME);
        case "region" -> envelope.region = in.textOffset(REGION);
        case "account" -> envelope.account = in.textOffset(ACCOUNT);
        case "resources" -> {
          List<String> resources = in.texts(RESOURCES);
          envelope.resources = resources == null ? List.of() : resources;
        }
        case "detail" -> {
          envelope.detail = 0;
          data = null;
          if (in.isObject(DETAIL)) {
            envelope.detail = in.offset();
            if (type == null) {
              in.skipValue();
            } else {
              readAs = type;
              data = readDetail(in, type, envelope);
            }
          }
        }
        case "version" -> in.textOffset(VERSION);
        case "replay-name" -> in.textOffset(REPLAY_NAME);
        default -> in.skipUnknown();
      }
    }
    in.endObject();
    in.endDocument();
    if (type == null || type.isEmpty()) {
      throw new MalformedEventException(
          Reason.NO_TYPE, 0, "The JSON object has no text detail-type, as every event has");
    }
    if (envelope.detail == 0) {
      throw new MalformedEventException(
          Reason.NO_PAYLOAD, 0, "The JSON object has no object detail, as every event has");
    }
    return event(in, envelope, type, type.equals(readAs), data);
  }

  /** Makes the event, for which {@code detail} is read again if its type was not known in time. */
  private SmartphoneKeyEvent event(
      JsonReader in,
      Envelope envelope,
      String type,
      boolean isRead,
      @Nullable SmartphoneKeyData data) {
    SmartphoneKeyData read = data;
    JsonReader detail = in;
    if (!isRead) {
      detail = input.reopen(envelope.body, envelope.detail, "/detail");
      read = readDetail(detail, type, envelope);
    }
    envelope.type = type;
    envelope.isRecognized = DetailTypes.isKnown(type);
    if (!envelope.isRecognized) {
      in.deviates(Kind.UNKNOWN_TYPE, "/detail-type");
    }
    envelope.deviations =
        detail == in ? in.deviations() : JsonReader.bounded(in.deviations(), detail.deviations());
    return new SmartphoneKeyEvent(
        envelope, read == null ? null : new Payload(read, envelope.deviations));
  }

  /**
   * Reads the object {@code detail}.
   *
   * @return the data, or null if it is to be read from {@link Envelope#payload} when asked for
   */
  private @Nullable SmartphoneKeyData readDetail(JsonReader in, String type, Envelope envelope) {
    envelope.forgetDetail();
    boolean known = DetailTypes.isKnown(type);
    boolean now = known && !deferred.test(type);
    if (!DetailTypes.isFlat(type)) {
      return readDomainDetail(in, type, envelope, known, now);
    }
    SmartphoneKeyData data = now ? DetailTypes.read(type, in) : null;
    if (data instanceof ShadowUpdate shadow) {
      envelope.partnerId = shadow.partnerId().orElse(null);
    } else {
      // Rare, or not to be read yet: look for the partner only.
      JsonReader again = now ? input.reopen(envelope.body, envelope.detail, "/detail") : in;
      readDomainDetail(again, type, envelope, false, false);
      envelope.hasAggregate = false;
      envelope.payload = envelope.detail;
      envelope.payloadPointer = "/detail";
    }
    return data;
  }

  /**
   * Reads what a domain event has around its data.
   *
   * @param known whether it is known to be one, so that differences are deviations
   * @param now whether to read the data as well
   */
  private static @Nullable SmartphoneKeyData readDomainDetail(
      JsonReader in, String type, Envelope envelope, boolean known, boolean now) {
    SmartphoneKeyData data = null;
    if (known) {
      in.beginObject(DOMAIN_DETAIL);
    } else {
      in.beginTolerantObject(DOMAIN_DETAIL);
    }
    while (in.hasNext()) {
      switch (in.name()) {
        case "partnerId" -> envelope.partnerId = in.text(PARTNER_ID);
        case "aggregateType" -> envelope.aggregateType = in.textOffset(AGGREGATE_TYPE);
        case "aggregateId" -> envelope.aggregateId = in.textOffset(AGGREGATE_ID);
        case "version" -> envelope.version = in.integer(AGGREGATE_VERSION);
        case "timestamp" -> envelope.timestamp = in.epochMillis(TIMESTAMP);
        case "data" -> {
          // If it stands twice, only the last one counts; without any, its fields may stand here.
          data = null;
          envelope.payload = envelope.detail;
          envelope.payloadPointer = "/detail";
          if (in.isObject(DATA)) {
            envelope.payload = in.offset();
            envelope.payloadPointer = "/detail/data";
            if (now) {
              data = DetailTypes.read(type, in);
            } else {
              in.skipValue();
            }
          }
        }
        default -> in.skipUnknown();
      }
    }
    envelope.hasAggregate = envelope.aggregateType > 0 || envelope.aggregateId > 0;
    in.endObject();
    return data;
  }
}
