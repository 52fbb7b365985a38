package com.example;

import dev.keyhook.Event;
import dev.keyhook.RawJson;
import dev.keyhook.VerifiedDelivery;
import dev.keyhook.WebhookRequest;
import dev.keyhook.routing.EventContext;
import dev.keyhook.routing.EventRouter;
import dev.keyhook.store.Inbox;
import dev.keyhook.store.InboxEntry;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An inbox that stores plain columns, as a table does, and restores deliveries from them. */
public final class MemoryInbox implements Inbox {

  /** One row of the table. */
  public record Row(
      String endpoint,
      Instant receivedAt,
      boolean isReadable,
      Optional<String> id,
      Optional<String> subject,
      String credential,
      Map<String, List<String>> headers,
      RawJson body) {}

  private final List<Row> rows = new ArrayList<>();

  @Override
  public synchronized void append(List<InboxEntry> entries) {
    for (InboxEntry entry : entries) {
      if (entry.id().isEmpty() || rows.stream().noneMatch(row -> isSame(row, entry))) {
        rows.add(row(entry));
      }
    }
  }

  private static boolean isSame(Row row, InboxEntry entry) {
    return row.endpoint.equals(entry.endpoint()) && row.id.equals(entry.id());
  }

  private static Row row(InboxEntry entry) {
    ByteBuffer buffer = entry.body();
    byte[] body = new byte[buffer.remaining()];
    buffer.get(body);
    return new Row(
        entry.endpoint(),
        entry.receivedAt(),
        entry.isReadable(),
        entry.id(),
        entry.subject(),
        entry.credential(),
        new LinkedHashMap<>(entry.headers()),
        RawJson.of(body));
  }

  /** Returns all rows in the order of their arrival. */
  public synchronized List<Row> rows() {
    return List.copyOf(rows);
  }

  /** Handles all readable rows, as a worker does. */
  public <E extends Event<?>> void handleAll(EventRouter<E> router) {
    for (Row row : rows()) {
      if (row.isReadable) {
        VerifiedDelivery delivery =
            VerifiedDelivery.fromTrustedStorage(
                WebhookRequest.of("POST", row.headers, row.body.toByteArray()), row.credential);
        router.handle(
            router.parser().parse(delivery),
            EventContext.builder(row.endpoint).receivedAt(row.receivedAt).build());
      }
    }
  }

  @Override
  public void close() {
    // Nothing to release.
  }
}
