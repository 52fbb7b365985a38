package dev.keyhook.kafka;

import dev.keyhook.Deviation;
import dev.keyhook.Event;
import dev.keyhook.EventData;
import dev.keyhook.EventParser;
import dev.keyhook.MalformedEventException;
import dev.keyhook.MissingFieldException;
import dev.keyhook.RawJson;
import dev.keyhook.VerifiedDelivery;
import dev.keyhook.WebhookRequest;
import dev.keyhook.routing.EventRouter;
import dev.keyhook.store.InboxEntry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** An event of a small vendor: the fields of its body are separated by line breaks. */
record Ring(String nullableId, String type, String door, String number, String text)
    implements Event<Ring.Data> {

  static final String ENDPOINT = "bells";

  record Data(String text) implements EventData {
    @Override
    public RawJson toJson() {
      return RawJson.of("{}");
    }
  }

  static Ring parse(byte[] body) {
    String[] fields = new String(body, StandardCharsets.UTF_8).split("\n", -1);
    if (fields.length != 5) {
      throw new MalformedEventException(
          MalformedEventException.Reason.NOT_JSON, 0, "A ring has five lines");
    }
    return new Ring(fields[0], fields[1], fields[2], fields[3], fields[4]);
  }

  static final EventParser<Ring> PARSER =
      new EventParser<>() {
        @Override
        public Ring parse(VerifiedDelivery delivery) {
          return Ring.parse(delivery.body());
        }

        @Override
        public Ring parseUnverified(byte[] body) {
          return Ring.parse(body);
        }
      };

  static EventRouter.Builder<Data, Ring> router() {
    return EventRouter.builder(ENDPOINT, PARSER, Map.of("ring", Data.class));
  }

  static Ring of(String id, String door, String text) {
    return new Ring(id, "ring", door, "", text);
  }

  Ring numbered(long sequence) {
    return new Ring(nullableId, type, door, String.valueOf(sequence), text);
  }

  byte[] body() {
    return String.join("\n", nullableId, type, door, number, text).getBytes(StandardCharsets.UTF_8);
  }

  InboxEntry entry() {
    return entry(ENDPOINT);
  }

  InboxEntry entry(String endpoint) {
    return InboxEntry.of(endpoint, Instant.now(), delivery(body()), this);
  }

  static InboxEntry unreadable(String text) {
    return InboxEntry.unreadable(
        ENDPOINT, Instant.now(), delivery(text.getBytes(StandardCharsets.UTF_8)));
  }

  static VerifiedDelivery delivery(byte[] body) {
    return VerifiedDelivery.fromTrustedStorage(
        WebhookRequest.builder("POST")
            .header("Content-Type", "text/x-ring")
            .header("Authorization", "Bearer not-to-be-stored")
            .body(body)
            .build(),
        "key #1");
  }

  @Override
  public String id() {
    if (nullableId.isEmpty()) {
      throw new MissingFieldException("/id");
    }
    return nullableId;
  }

  @Override
  public Instant time() {
    throw new MissingFieldException("/time");
  }

  @Override
  public Optional<String> subject() {
    return door.isEmpty() ? Optional.empty() : Optional.of(door);
  }

  @Override
  public OptionalLong sequence() {
    return number.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(number));
  }

  @Override
  public Data data() {
    return new Data(text);
  }

  @Override
  public boolean isRecognized() {
    return true;
  }

  @Override
  public RawJson raw() {
    return RawJson.of(body());
  }

  @Override
  public List<Deviation> deviations() {
    return List.of();
  }
}
