package dev.keyhook.events.smartphonekey;

import dev.keyhook.Deviation.Kind;
import dev.keyhook.JsonLimits;
import dev.keyhook.MissingFieldException;
import dev.keyhook.events.internal.EnvelopeParser;
import dev.keyhook.events.internal.Fields;
import dev.keyhook.events.internal.JsonBody;
import dev.keyhook.events.internal.JsonReader;
import dev.keyhook.events.smartphonekey.model.DetailTypes;
import dev.keyhook.events.smartphonekey.model.ShadowUpdate;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads EventBridge's envelope and, in the object {@code detail}, what SmartphoneKey puts around
 * the data of an event. EventBridge writes {@code detail-type} before {@code detail}, so that all
 * of it can be read in one pass.
 */
final class SmartphoneKeyParser extends EnvelopeParser<SmartphoneKeyEvent, SmartphoneKeyEnvelope> {

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

  private static final int THING_NAME = 2;

  /** The fields that the envelope needs from events whose data is {@code detail} itself. */
  private static final Fields FLAT_DETAIL = Fields.of("partnerId", "thingName");

  SmartphoneKeyParser(JsonLimits limits, Predicate<String> deferred) {
    super(limits, deferred);
  }

  @Override
  protected SmartphoneKeyParser withDeferred(JsonLimits limits, Predicate<String> types) {
    return new SmartphoneKeyParser(limits, types);
  }

  @Override
  protected SmartphoneKeyEnvelope newEnvelope(JsonBody body) {
    return new SmartphoneKeyEnvelope(body);
  }

  @Override
  protected SmartphoneKeyEvent event(SmartphoneKeyEnvelope envelope) {
    return new SmartphoneKeyEvent(envelope);
  }

  @Override
  protected boolean readEnvelope(JsonReader in, SmartphoneKeyEnvelope envelope, Pass pass) {
    int detail = 0;
    boolean detailRead = false;
    in.enterObject(ENVELOPE);
    while (in.nextField()) {
      switch (in.name()) {
        case "id" -> envelope.readId(in, ID);
        case "detail-type" -> {
          if (detailRead) {
            return false;
          }
          envelope.readType(in, TYPE);
        }
        case "source" -> envelope.source = in.textOffset(SOURCE);
        case "time" -> envelope.readTime(in, TIME);
        case "region" -> envelope.region = in.textOffset(REGION);
        case "account" -> envelope.account = in.textOffset(ACCOUNT);
        case "resources" -> {
          List<String> resources = in.texts(RESOURCES);
          envelope.resources = resources == null ? List.of() : resources;
        }
        case "detail" -> {
          if (detailRead) {
            return false;
          }
          detail = 0;
          if (in.reachObject(DETAIL)) {
            detail = in.offset();
            detailRead = pass != Pass.OUTERMOST && envelope.typeOrNull() != null;
            if (!detailRead) {
              in.skipValue();
            } else if (!readDetail(in, envelope, pass)) {
              return false;
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
    if (envelope.type().isEmpty()) {
      throw noType("detail-type");
    }
    if (detail == 0) {
      throw noPayload("detail");
    }
    if (!detailRead
        && !readDetail(
            envelope.body().reopen(detail, "/detail", in.deviations()), envelope, pass)) {
      return false;
    }
    boolean recognized = DetailTypes.isKnown(envelope.type());
    if (!recognized) {
      in.deviations().add(Kind.UNKNOWN_TYPE, "/detail-type");
    }
    envelope.complete(recognized, in.deviations().toList());
    return true;
  }

  /**
   * Reads the object {@code detail}.
   *
   * @return false if data was read that does not count
   */
  private boolean readDetail(JsonReader in, SmartphoneKeyEnvelope envelope, Pass pass) {
    String type = envelope.type();
    boolean known = DetailTypes.isKnown(type);
    boolean now = pass == Pass.WITH_DATA && known && !isDeferred(type);
    if (!DetailTypes.isFlat(type)) {
      return readDomainDetail(in, envelope, known, now);
    }
    int detail = in.offset();
    envelope.dataIsAt(detail, "/detail", in.deviations().size());
    if (now && envelope.readData(in) instanceof ShadowUpdate shadow) {
      envelope.partnerId = shadow.partnerId().orElse(null);
      envelope.thingName = thingName(shadow);
    } else {
      readFlatDetail(now ? envelope.body().reopen(detail, "/detail") : in, envelope);
    }
    return true;
  }

  private static @Nullable String thingName(ShadowUpdate shadow) {
    try {
      return shadow.thingName();
    } catch (MissingFieldException e) {
      return null;
    }
  }

  /**
   * Reads only the fields that the envelope needs from an event whose data is {@code detail}
   * itself.
   */
  private static void readFlatDetail(JsonReader in, SmartphoneKeyEnvelope envelope) {
    in.enterTolerantObject(FLAT_DETAIL);
    while (in.nextField()) {
      switch (in.name()) {
        case "partnerId" -> envelope.partnerId = in.text(PARTNER_ID);
        case "thingName" -> envelope.thingName = in.text(THING_NAME);
        default -> in.skipUnknown();
      }
    }
    in.endObject();
  }

  /**
   * Reads the fields around the data of a domain event.
   *
   * @param known whether it is known to be one, so that differences are deviations
   * @param now whether to read the data as well
   * @return false if data was read that does not count
   */
  private static boolean readDomainDetail(
      JsonReader in, SmartphoneKeyEnvelope envelope, boolean known, boolean now) {
    int detail = in.offset();
    int deviations = in.deviations().size();
    envelope.dataIsAt(detail, "/detail", deviations);
    if (known) {
      in.enterObject(DOMAIN_DETAIL);
    } else {
      in.enterTolerantObject(DOMAIN_DETAIL);
    }
    while (in.nextField()) {
      switch (in.name()) {
        case "partnerId" -> envelope.partnerId = in.text(PARTNER_ID);
        case "aggregateType" -> envelope.aggregateType = in.textOffset(AGGREGATE_TYPE);
        case "aggregateId" -> envelope.aggregateId = in.textOffset(AGGREGATE_ID);
        case "version" -> envelope.aggregateVersion = in.integer(AGGREGATE_VERSION);
        case "timestamp" -> envelope.timestamp = in.epochMillis(TIMESTAMP);
        case "data" -> {
          if (envelope.isDataRead()) {
            return false;
          }
          // Without this object, the fields of the data may be those of the detail.
          envelope.dataIsAt(detail, "/detail", deviations);
          if (in.reachObject(DATA)) {
            envelope.dataIsAt(in.offset(), "/detail/data", in.deviations().size());
            if (now) {
              int unknownObjects = in.unknownObjects();
              envelope.readData(in);
              if (in.unknownObjects() > unknownObjects && envelope.isDataNested()) {
                return false;
              }
            } else {
              in.skipValue();
            }
          }
        }
        default -> in.skipUnknown();
      }
    }
    in.endObject();
    return true;
  }
}
