package dev.keyhook.kafka;

import dev.keyhook.store.InboxEntry;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Writes an entry as a record: a CloudEvent whose data are the exact bytes received. */
final class EntryRecord {

  private EntryRecord() {}

  static ProducerRecord<byte[], byte[]> of(String topic, InboxEntry entry) {
    byte[] body = new byte[entry.body().remaining()];
    entry.body().get(body);
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, key(entry), body);
    Headers headers = record.headers();
    add(headers, RecordHeaders.SPEC_VERSION, "1.0");
    add(headers, RecordHeaders.ID, entry.id().orElseGet(() -> UUID.randomUUID().toString()));
    if (entry.id().isEmpty()) {
      add(headers, RecordHeaders.GENERATED_ID, "true");
    }
    add(headers, RecordHeaders.SOURCE, "urn:keyhook:" + urlEncoded(entry.endpoint()));
    add(
        headers,
        RecordHeaders.TYPE,
        entry.type().filter(type -> !type.isEmpty()).orElse(RecordHeaders.UNREADABLE_TYPE));
    entry
        .subject()
        .filter(subject -> !subject.isEmpty())
        .ifPresent(subject -> add(headers, RecordHeaders.SUBJECT, subject));
    entry
        .time()
        .filter(EntryRecord::isRfc3339)
        .ifPresent(time -> add(headers, RecordHeaders.TIME, time.toString()));
    add(headers, RecordHeaders.ENDPOINT, entry.endpoint());
    add(headers, RecordHeaders.RECEIVED_TIME, entry.receivedAt().toString());
    add(headers, RecordHeaders.CREDENTIAL, entry.credential());
    if (!entry.isReadable()) {
      add(headers, RecordHeaders.READABLE, "false");
    }
    addRequestHeaders(headers, entry);
    return record;
  }

  static void add(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Returns the lane as the key of the record. Without a subject the id is the key, so that
   * duplicates meet in one partition.
   */
  private static byte @Nullable [] key(InboxEntry entry) {
    return entry
        .subject()
        .or(() -> entry.id().map(id -> "/" + id))
        .map(lane -> (entry.endpoint() + "/" + lane).getBytes(StandardCharsets.UTF_8))
        .orElse(null);
  }

  private static void addRequestHeaders(Headers headers, InboxEntry entry) {
    entry
        .headers()
        .forEach(
            (name, values) ->
                values.forEach(value -> add(headers, RecordHeaders.HTTP_PREFIX + name, value)));
    // A media type of CloudEvents would turn the record into the structured content mode.
    entry.headers().getOrDefault(RecordHeaders.CONTENT_TYPE, java.util.List.of()).stream()
        .findFirst()
        .filter(type -> !type.toLowerCase(Locale.ROOT).startsWith("application/cloudevents"))
        .ifPresent(type -> add(headers, RecordHeaders.CONTENT_TYPE, type));
  }

  private static boolean isRfc3339(Instant time) {
    try {
      int year = time.atOffset(ZoneOffset.UTC).getYear();
      return year >= 0 && year <= 9999;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static String urlEncoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
