package com.example.meter;

import com.example.meter.MeterData.Reading;
import com.example.meter.MeterData.Tampering;
import com.example.meter.MeterData.Unrecognized;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.keyhook.EventParser;
import dev.keyhook.MalformedEventException;
import dev.keyhook.MalformedEventException.Reason;
import dev.keyhook.RawJson;
import dev.keyhook.VerifiedDelivery;
import dev.keyhook.routing.EventRouter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Parsers and routers of the vendor's events. */
public final class MeterEvents {

  private static final JsonFactory JSON = new JsonFactory();

  private MeterEvents() {}

  /** Returns a parser, which splits a delivery into its events. */
  public static EventParser<MeterEvent> parser() {
    return new Parser();
  }

  /** Returns a builder of a router. */
  public static EventRouter.Builder<MeterData, MeterEvent> router() {
    return EventRouter.builder(
        "meter", parser(), Map.of("reading", Reading.class, "tampering", Tampering.class));
  }

  private static final class Parser implements EventParser<MeterEvent> {

    // region split
    @Override
    public List<VerifiedDelivery> split(VerifiedDelivery delivery) {
      List<VerifiedDelivery> events = new ArrayList<>();
      try (JsonParser in = JSON.createParser(delivery.body())) {
        if (in.nextToken() != JsonToken.START_ARRAY) {
          return List.of(delivery);
        }
        while (in.nextToken() != JsonToken.END_ARRAY) {
          int start = (int) in.currentTokenLocation().getByteOffset();
          in.skipChildren();
          int end = (int) in.currentLocation().getByteOffset();
          events.add(delivery.slice(start, end - start));
        }
        return in.nextToken() == null ? events : List.of(delivery);
      } catch (IOException e) {
        return List.of(delivery); // parse() reports the error
      }
    }

    // endregion

    @Override
    public MeterEvent parse(VerifiedDelivery delivery) {
      return parseUnverified(delivery.body());
    }

    @Override
    public MeterEvent parseUnverified(byte[] body) {
      try (JsonParser in = JSON.createParser(body)) {
        return read(body, in);
      } catch (JsonProcessingException e) {
        throw new MalformedEventException(
            Reason.NOT_JSON, e.getLocation().getByteOffset(), "The body is not JSON");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static MeterEvent read(byte[] body, JsonParser in) throws IOException {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new MalformedEventException(Reason.NOT_AN_OBJECT, 0, "The event is not an object");
      }
      Map<String, String> texts = new HashMap<>();
      Map<String, Long> numbers = new HashMap<>();
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String name = in.currentName();
        switch (in.nextToken()) {
          case VALUE_STRING -> texts.put(name, in.getText());
          case VALUE_NUMBER_INT -> numbers.put(name, in.getLongValue());
          default -> in.skipChildren();
        }
      }
      if (!texts.containsKey("kind")) {
        throw new MalformedEventException(Reason.NO_TYPE, 0, "The event has no kind");
      }
      return new MeterEvent(texts, numbers, data(texts, numbers, body), RawJson.of(body));
    }

    private static MeterData data(
        Map<String, String> texts, Map<String, Long> numbers, byte[] body) {
      RawJson json = RawJson.of(body);
      return switch (texts.getOrDefault("kind", "")) {
        case "reading" -> new Reading(numbers.getOrDefault("value", 0L), json);
        case "tampering" -> new Tampering(json);
        default -> new Unrecognized(json);
      };
    }
  }
}
