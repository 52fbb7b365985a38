package dev.keyhook.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhook.Deviation;
import dev.keyhook.Event;
import dev.keyhook.EventData;
import dev.keyhook.MissingFieldException;
import dev.keyhook.RawJson;
import dev.keyhook.VerifiedDelivery;
import dev.keyhook.WebhookRequest;
import dev.keyhook.store.InboxEntry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An event for {@link InboxContract}, whose body does not depend on its id and subject.
 *
 * @param nullableId empty if it has none
 * @param about what it is about; empty if it does not say
 */
record ContractEvent(String nullableId, String about, String text)
    implements Event<ContractEvent.Text> {

  private static final Instant RECEIVED = Instant.parse("2026-05-04T10:00:00Z");

  /** The data of the event. */
  record Text(String text) implements EventData {
    @Override
    public RawJson toJson() {
      return RawJson.of(text);
    }
  }

  static ContractEvent of(String id, String about, String text) {
    return new ContractEvent(id, about, text);
  }

  InboxEntry entry(String endpoint) {
    return InboxEntry.of(endpoint, RECEIVED, delivery(), this);
  }

  InboxEntry unreadable(String endpoint) {
    return InboxEntry.unreadable(endpoint, RECEIVED, delivery());
  }

  private VerifiedDelivery delivery() {
    return VerifiedDelivery.fromTrustedStorage(
        WebhookRequest.builder("POST")
            .header("Content-Type", "text/plain")
            .body(text.getBytes(UTF_8))
            .build(),
        "contract");
  }

  @Override
  public String id() {
    if (nullableId.isEmpty()) {
      throw new MissingFieldException("/id");
    }
    return nullableId;
  }

  @Override
  public String type() {
    return "contract";
  }

  @Override
  public Instant time() {
    return RECEIVED;
  }

  @Override
  public Optional<String> subject() {
    return about.isEmpty() ? Optional.empty() : Optional.of(about);
  }

  @Override
  public Text data() {
    return new Text(text);
  }

  @Override
  public boolean isRecognized() {
    return true;
  }

  @Override
  public RawJson raw() {
    return RawJson.of(text.getBytes(UTF_8));
  }

  @Override
  public List<Deviation> deviations() {
    return List.of();
  }

  /** Omits the content. */
  @Override
  public String toString() {
    return "ContractEvent";
  }
}
