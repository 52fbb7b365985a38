package dev.keyhook.kafka;

import dev.keyhook.VerifiedDelivery;
import dev.keyhook.WebhookRequest;
import dev.keyhook.routing.InboxListener;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Reads a record that {@link EntryRecord} wrote. Immutable. */
final class StoredEvent {

  private final ConsumerRecord<byte[], byte[]> record;

  StoredEvent(ConsumerRecord<byte[], byte[]> record) {
    this.record = record;
  }

  ConsumerRecord<byte[], byte[]> record() {
    return record;
  }

  /** Returns the receiver's name; null if the record is not Keyhook's. */
  @Nullable String endpoint() {
    return header(RecordHeaders.ENDPOINT);
  }

  Optional<String> subject() {
    return Optional.ofNullable(header(RecordHeaders.SUBJECT));
  }

  /** Returns the event's id; empty if it has none. */
  Optional<String> id() {
    return header(RecordHeaders.GENERATED_ID) != null || !isReadable()
        ? Optional.empty()
        : Optional.ofNullable(header(RecordHeaders.ID));
  }

  boolean isReadable() {
    return header(RecordHeaders.READABLE) == null;
  }

  @Nullable String replay() {
    return header(RecordHeaders.REPLAY);
  }

  Instant receivedAt() {
    String time = header(RecordHeaders.RECEIVED_TIME);
    try {
      return time == null ? Instant.ofEpochMilli(record.timestamp()) : Instant.parse(time);
    } catch (DateTimeException e) {
      return Instant.ofEpochMilli(record.timestamp());
    }
  }

  /** Returns when the record was stored: on receipt, or by a replay. */
  Instant storedAt() {
    return Instant.ofEpochMilli(record.timestamp());
  }

  /** Returns a text that no other event has, for events without an id. */
  String uniqueText() {
    String generated = header(RecordHeaders.GENERATED_ID) == null ? null : header(RecordHeaders.ID);
    // Positions repeat when a topic is created anew.
    return generated == null ? position() : generated;
  }

  private String position() {
    return record.topic() + "-" + record.partition() + "-" + record.offset();
  }

  /** Returns the delivery as it was authenticated, with the headers that were kept. */
  VerifiedDelivery delivery() {
    WebhookRequest.Builder request = WebhookRequest.builder("POST");
    requestHeaders()
        .forEach((name, values) -> values.forEach(value -> request.header(name, value)));
    byte[] body = record.value() == null ? new byte[0] : record.value();
    String credential = header(RecordHeaders.CREDENTIAL);
    return VerifiedDelivery.fromTrustedStorage(
        request.body(body).build(), credential == null ? "" : credential);
  }

  InboxListener.Attempt attempt(int number) {
    String endpoint = endpoint();
    return new InboxListener.Attempt(
        endpoint == null ? record.topic() : endpoint,
        id(),
        isReadable() ? Optional.ofNullable(header(RecordHeaders.TYPE)) : Optional.empty(),
        subject(),
        number,
        receivedAt(),
        replay() != null,
        requestHeaders());
  }

  /** Returns about how much memory the record takes. */
  long weight() {
    return Math.max(0, record.serializedKeySize())
        + Math.max(0, record.serializedValueSize())
        + 1000L;
  }

  private @Nullable String header(String name) {
    Header header = record.headers().lastHeader(name);
    return header == null || header.value() == null
        ? null
        : new String(header.value(), StandardCharsets.UTF_8);
  }

  private SortedMap<String, List<String>> requestHeaders() {
    SortedMap<String, List<String>> headers = new TreeMap<>();
    for (Header header : record.headers()) {
      if (header.key().startsWith(RecordHeaders.HTTP_PREFIX) && header.value() != null) {
        headers
            .computeIfAbsent(
                header.key().substring(RecordHeaders.HTTP_PREFIX.length()),
                name -> new ArrayList<>())
            .add(new String(header.value(), StandardCharsets.UTF_8));
      }
    }
    return Collections.unmodifiableSortedMap(headers);
  }

  @Override
  public String toString() {
    return "StoredEvent[" + position() + "]";
  }
}
