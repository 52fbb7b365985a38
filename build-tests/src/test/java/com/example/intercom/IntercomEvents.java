package com.example.intercom;

import com.example.intercom.IntercomData.CallStarted;
import com.example.intercom.IntercomData.DoorOpened;
import com.example.intercom.IntercomData.Unrecognized;
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
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Parsers and routers of the vendor's events. */
public final class IntercomEvents {

  private static final JsonFactory JSON = new JsonFactory();

  private IntercomEvents() {}

  /** Returns a parser. */
  public static EventParser<IntercomEvent> parser() {
    return new Parser();
  }

  // region router
  /** Returns a builder of a router. */
  public static EventRouter.Builder<IntercomData, IntercomEvent> router() {
    return EventRouter.builder(
        "intercom",
        parser(),
        Map.of("call.started", CallStarted.class, "door.opened", DoorOpened.class));
  }

  // endregion

  private static final class Parser implements EventParser<IntercomEvent> {

    @Override
    public IntercomEvent parse(VerifiedDelivery delivery) {
      return read(delivery.request().header("webhook-id").stream().findFirst(), delivery.body());
    }

    @Override
    public IntercomEvent parseUnverified(byte[] body) {
      return read(Optional.empty(), body);
    }

    private static IntercomEvent read(Optional<String> id, byte[] body) {
      try (JsonParser in = JSON.createParser(body)) {
        return read(id, body, in);
      } catch (JsonProcessingException e) {
        throw new MalformedEventException(
            Reason.NOT_JSON, e.getLocation().getByteOffset(), "The body is not JSON");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static IntercomEvent read(Optional<String> id, byte[] body, JsonParser in)
        throws IOException {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new MalformedEventException(Reason.NOT_AN_OBJECT, 0, "The body is not an object");
      }
      Map<String, String> fields = new HashMap<>();
      Map<String, String> data = new HashMap<>();
      RawJson rawData = RawJson.of("{}");
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String name = in.currentName();
        in.nextToken();
        if (name.equals("data") && in.currentToken() == JsonToken.START_OBJECT) {
          int start = (int) in.currentTokenLocation().getByteOffset();
          readTexts(in, data);
          int end = (int) in.currentLocation().getByteOffset();
          rawData = RawJson.of(Arrays.copyOfRange(body, start, end));
        } else {
          readValue(in, name, fields);
        }
      }
      in.nextToken(); // the rest must be valid JSON as well
      String type = fields.get("type");
      if (type == null) {
        throw new MalformedEventException(Reason.NO_TYPE, 0, "The body has no type");
      }
      return new IntercomEvent(
          id,
          type,
          Optional.ofNullable(fields.get("timestamp")),
          Optional.ofNullable(data.get("door")),
          data(type, data, rawData),
          RawJson.of(body));
    }

    private static IntercomData data(String type, Map<String, String> data, RawJson raw) {
      return switch (type) {
        case "call.started" -> new CallStarted(data.getOrDefault("door", ""), raw);
        case "door.opened" ->
            new DoorOpened(data.getOrDefault("door", ""), data.getOrDefault("by", ""), raw);
        default -> new Unrecognized(raw);
      };
    }

    private static void readTexts(JsonParser in, Map<String, String> texts) throws IOException {
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String name = in.currentName();
        in.nextToken();
        readValue(in, name, texts);
      }
    }

    private static void readValue(JsonParser in, String name, Map<String, String> texts)
        throws IOException {
      if (in.currentToken() == JsonToken.VALUE_STRING) {
        texts.put(name, in.getText());
      } else {
        in.skipChildren();
      }
    }
  }
}
