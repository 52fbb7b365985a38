package dev.keyhook.inbox;

import dev.keyhook.VerifiedDelivery;
import dev.keyhook.WebhookRequest;
import dev.keyhook.routing.InboxListener;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An event as it is read from the tables to be handled. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record QueuedEvent(
    long seq,
    Key key,
    long replay,
    @Nullable String id,
    @Nullable String type,
    long received,
    boolean isReadable,
    String credential,
    String headers,
    @Nullable String bodyKey,
    byte[] body) {

  static final String COLUMNS =
      "e.seq, e.event_key, e.replay, e.id, e.type, e.received, e.readable, e.credential,"
          + " e.headers, e.body_key, e.body";

  /** Reads the {@link #COLUMNS}, which begin at a position of the row. */
  static QueuedEvent read(ResultSet row, int first) throws SQLException {
    return new QueuedEvent(
        row.getLong(first),
        Key.of(row.getBytes(first + 1)),
        row.getLong(first + 2),
        row.getString(first + 3),
        row.getString(first + 4),
        row.getLong(first + 5),
        row.getBoolean(first + 6),
        row.getString(first + 7),
        row.getString(first + 8),
        row.getString(first + 9),
        row.getBytes(first + 10));
  }

  Instant receivedAt() {
    return Instant.ofEpochMilli(received);
  }

  /** Returns the delivery as it was authenticated, with the headers that were kept. */
  VerifiedDelivery delivery(BodyCipher cipher) {
    WebhookRequest.Builder request = WebhookRequest.builder("POST");
    Headers.decode(headers)
        .forEach((name, values) -> values.forEach(value -> request.header(name, value)));
    return VerifiedDelivery.fromTrustedStorage(
        request.body(cipher.open(key, bodyKey, body)).build(), credential);
  }

  InboxListener.Attempt attempt(LaneClaim claim, int number) {
    return new InboxListener.Attempt(
        claim.endpoint(),
        Optional.ofNullable(id),
        Optional.ofNullable(type),
        Optional.ofNullable(claim.subject()),
        number,
        receivedAt(),
        replay > 0,
        Headers.decode(headers));
  }

  @Override
  public String toString() {
    return "QueuedEvent[" + seq + ", " + body.length + " bytes]";
  }
}
