package dev.keyhook.internal;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/**
 * One value of a DER encoding (ITU-T X.690): just enough to say what a key's text holds. Nothing is
 * trusted because of it; the key itself is read by the JDK.
 */
final class Der {

  private static final int INTEGER = 0x02;
  private static final int OBJECT_IDENTIFIER = 0x06;
  private static final int SEQUENCE = 0x30;

  /** AlgorithmIdentifier of rsaEncryption with its NULL parameters (RFC 8017 appendix A.1). */
  private static final byte[] RSA_ENCRYPTION =
      HexFormat.of().parseHex("300d06092a864886f70d0101010500");

  private final byte[] bytes;
  private final int tag;
  private final int from;
  private final int to;

  private Der(byte[] bytes, int tag, int from, int to) {
    this.bytes = bytes;
    this.tag = tag;
    this.from = from;
    this.to = to;
  }

  /**
   * Reads the frame that all of the bytes must fill.
   *
   * @throws IllegalArgumentException if it is no sequence, is truncated, or bytes follow it
   */
  static Der outermost(byte[] bytes) {
    Der outer = at(bytes, 0, bytes.length);
    if (!outer.isSequence()) {
      throw new IllegalArgumentException(
          "The PEM block holds no key; was it copied completely, from its first character on?");
    }
    if (outer.to < bytes.length) {
      throw new IllegalArgumentException(
          "The PEM block goes on after the end of the key; was something pasted twice?");
    }
    return outer;
  }

  /** Wraps a PKCS#1 key in the frame of an X.509 SubjectPublicKeyInfo (RFC 5280 section 4.1). */
  static byte[] rsaSubjectPublicKeyInfo(byte[] pkcs1) {
    ByteArrayOutputStream bits = new ByteArrayOutputStream();
    bits.write(0); // no unused bits
    bits.writeBytes(pkcs1);
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.writeBytes(RSA_ENCRYPTION);
    content.writeBytes(value(0x03, bits.toByteArray()));
    return value(SEQUENCE, content.toByteArray());
  }

  private static byte[] value(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    int length = content.length;
    if (length < 0x80) {
      out.write(length);
    } else {
      int size = (39 - Integer.numberOfLeadingZeros(length)) / 8;
      out.write(0x80 | size);
      for (int shift = 8 * (size - 1); shift >= 0; shift -= 8) {
        out.write(length >>> shift);
      }
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static Der at(byte[] bytes, int start, int end) {
    if (end - start < 2) {
      throw truncated();
    }
    int from = start + 2;
    long length = bytes[start + 1] & 0xff;
    if (length >= 0x80) {
      int size = (int) length & 0x7f;
      if (size < 1 || size > 4) {
        throw new IllegalArgumentException(
            "The PEM block holds no DER; was it changed on the way?");
      }
      if (end - from < size) {
        throw truncated();
      }
      length = 0;
      for (int i = 0; i < size; i++) {
        length = (length << 8) | (bytes[from++] & 0xff);
      }
    }
    if (length > end - from) {
      throw truncated();
    }
    return new Der(bytes, bytes[start], from, from + (int) length);
  }

  private static IllegalArgumentException truncated() {
    return new IllegalArgumentException(
        "The PEM block is truncated: the key is longer than the text; copy all of its lines");
  }

  Der firstChild() {
    return at(bytes, from, to);
  }

  boolean isSequence() {
    return tag == SEQUENCE;
  }

  boolean isInteger() {
    return tag == INTEGER;
  }

  /** Returns the dotted form of an object identifier, or an empty text for any other value. */
  String objectIdentifier() {
    if (tag != OBJECT_IDENTIFIER || from == to || to - from > 32) {
      return "";
    }
    StringBuilder dotted = new StringBuilder();
    long arc = 0;
    for (int i = from; i < to; i++) {
      arc = (arc << 7) | (bytes[i] & 0x7f);
      if (bytes[i] >= 0) {
        if (dotted.isEmpty()) {
          long first = Math.min(arc / 40, 2);
          dotted.append(first).append('.').append(arc - 40 * first);
        } else {
          dotted.append('.').append(arc);
        }
        arc = 0;
      }
    }
    return dotted.toString();
  }
}
