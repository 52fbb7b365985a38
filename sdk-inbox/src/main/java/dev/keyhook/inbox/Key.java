package dev.keyhook.inbox;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/**
 * A 128-bit digest that identifies an event or a lane in the tables, for text of any length and
 * content. Ordered by unsigned bytes, as in databases.
 */
record Key(long high, long low) implements Comparable<Key> {

  static final int BYTES = 16;

  private static final byte LANE = 1;
  private static final byte EVENT = 2;
  private static final byte LANE_OF_EVENT = 3;
  private static final byte LANE_OF_UNREADABLE = 4;

  /** Returns the lane of a subject. */
  static Key ofLane(String endpoint, String subject) {
    return digest(LANE, endpoint, subject);
  }

  /** Returns the lane of the bodies that are not readable; nothing in it is ever claimed. */
  static Key ofUnreadable(String endpoint) {
    return digest(LANE_OF_UNREADABLE, endpoint, "");
  }

  /** Returns the key that deduplicates an event. */
  static Key ofEvent(String endpoint, String id) {
    return digest(EVENT, endpoint, id);
  }

  /** Returns a lane for one event only. */
  Key laneOfItsOwn() {
    return digest(LANE_OF_EVENT, "", Long.toHexString(high) + '-' + Long.toHexString(low));
  }

  /** Returns a key that no other event has. */
  static Key unique() {
    UUID random = UUID.randomUUID();
    return new Key(random.getMostSignificantBits(), random.getLeastSignificantBits());
  }

  static Key of(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new Key(buffer.getLong(), buffer.getLong());
  }

  static Key ofHex(String digits) {
    return of(HexFormat.of().parseHex(digits));
  }

  String hex() {
    return HexFormat.of().formatHex(bytes());
  }

  byte[] bytes() {
    return ByteBuffer.allocate(BYTES).putLong(high).putLong(low).array();
  }

  @Override
  public int compareTo(Key other) {
    int order = Long.compareUnsigned(high, other.high);
    return order != 0 ? order : Long.compareUnsigned(low, other.low);
  }

  /** Digests chars, not UTF-8: encoders replace a lone surrogate, and two ids would be one. */
  private static Key digest(byte kind, String endpoint, String text) {
    ByteBuffer input = ByteBuffer.allocate(5 + 2 * endpoint.length() + 2 * text.length());
    input.put(kind).putInt(endpoint.length());
    input.asCharBuffer().put(endpoint).put(text);
    try {
      return of(MessageDigest.getInstance("SHA-256").digest(input.array()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform must have SHA-256", e);
    }
  }
}
