package dev.keyhook.inbox;

import dev.keyhook.store.InboxEntry;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A delivery as it is written to the tables. Texts are for people and queries: they are shortened,
 * and characters that a database refuses are replaced. The keys are digests of the full text.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record EventRow(
    Key key,
    Key lane,
    String endpoint,
    @Nullable String subject,
    @Nullable String id,
    @Nullable String type,
    @Nullable Long sequence,
    @Nullable Long time,
    long received,
    boolean isReadable,
    String credential,
    String headers,
    @Nullable String bodyKey,
    byte[] body) {

  /** Longer texts are shortened; keys of indexes must not exceed a page. */
  static final int MAX_TEXT = 1000;

  static EventRow of(InboxEntry entry, BodyCipher cipher) {
    String endpoint = entry.endpoint();
    Key key = entry.id().map(id -> Key.ofEvent(endpoint, id)).orElseGet(Key::unique);
    byte[] body = new byte[entry.body().remaining()];
    entry.body().get(body);
    BodyCipher.Sealed sealed = cipher.seal(key, body);
    return new EventRow(
        key,
        laneOf(entry, key),
        endpoint,
        text(entry.subject().orElse(null)),
        text(entry.id().orElse(null)),
        text(entry.type().orElse(null)),
        entry.sequence().isPresent() ? entry.sequence().getAsLong() : null,
        entry.time().map(EventRow::millis).orElse(null),
        millis(entry.receivedAt()),
        entry.isReadable(),
        String.valueOf(text(entry.credential())),
        Headers.encode(entry.headers()),
        sealed.keyId(),
        sealed.bytes());
  }

  private static Key laneOf(InboxEntry entry, Key key) {
    if (!entry.isReadable()) {
      return Key.ofUnreadable(entry.endpoint());
    }
    return entry
        .subject()
        .map(subject -> Key.ofLane(entry.endpoint(), subject))
        .orElseGet(key::laneOfItsOwn);
  }

  /** Returns milliseconds since 1970, within what a database column holds. */
  static long millis(Instant time) {
    try {
      return time.toEpochMilli();
    } catch (ArithmeticException e) {
      return time.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }

  /** Returns text that every database stores: no NUL, no lone surrogate, not too long. */
  static @Nullable String text(@Nullable String text) {
    if (text == null) {
      return null;
    }
    String shortened = text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
    StringBuilder out = new StringBuilder(shortened.length());
    shortened
        .codePoints()
        .map(
            c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) ? '?' : c)
        .forEach(out::appendCodePoint);
    return out.toString();
  }

  /** Returns about how much memory the row takes. */
  int weight() {
    return body.length + headers.length() + 500;
  }

  /** Omits all text from the sender. */
  @Override
  public String toString() {
    return "EventRow[" + endpoint + ", " + body.length + " bytes]";
  }
}
