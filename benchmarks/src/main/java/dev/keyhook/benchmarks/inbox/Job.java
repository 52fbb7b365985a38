package dev.keyhook.benchmarks.inbox;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.keyhook.Deviation;
import dev.keyhook.Event;
import dev.keyhook.EventData;
import dev.keyhook.EventParser;
import dev.keyhook.RawJson;
import dev.keyhook.VerifiedDelivery;
import dev.keyhook.WebhookRequest;
import dev.keyhook.routing.EventRouter;
import dev.keyhook.store.InboxEntry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An event with a body of 600 bytes: its id, its lane and its number in the lane. Parsing takes
 * very little time, so that the result depends on the store.
 */
record Job(String id, String lane, long number) implements Event<Job.Data> {

  static final String ENDPOINT = "jobs";
  static final int BODY_SIZE = 600;

  private static final String PADDING = "x".repeat(BODY_SIZE);
  private static final EventParser<Job> PARSER =
      new EventParser<>() {
        @Override
        public Job parse(VerifiedDelivery delivery) {
          return parseUnverified(delivery.body());
        }

        @Override
        public Job parseUnverified(byte[] body) {
          return of(body);
        }
      };

  record Data() implements EventData {
    @Override
    public RawJson toJson() {
      return RawJson.of("{}");
    }
  }

  static EventRouter.Builder<Data, Job> router() {
    return EventRouter.builder(ENDPOINT, PARSER, Map.of("job", Data.class));
  }

  static Job of(byte[] body) {
    String[] fields = new String(body, US_ASCII).split("\n", 4);
    return new Job(fields[0], fields[1], Long.parseLong(fields[2]));
  }

  byte[] body() {
    return (id + "\n" + lane + "\n" + number + "\n" + PADDING)
        .substring(0, BODY_SIZE)
        .getBytes(US_ASCII);
  }

  InboxEntry entry() {
    WebhookRequest request =
        WebhookRequest.builder("POST")
            .header("Content-Type", "application/json")
            .body(body())
            .build();
    return InboxEntry.of(
        ENDPOINT, Instant.now(), VerifiedDelivery.fromTrustedStorage(request, "key #1"), this);
  }

  @Override
  public String type() {
    return "job";
  }

  @Override
  public Instant time() {
    return Instant.EPOCH;
  }

  @Override
  public Optional<String> subject() {
    return Optional.of(lane);
  }

  @Override
  public Data data() {
    return new Data();
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
