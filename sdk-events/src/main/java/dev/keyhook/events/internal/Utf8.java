package dev.keyhook.events.internal;

/** Decodes well-formed UTF-8 (RFC 3629): no overlong forms, no surrogates. */
final class Utf8 {

  private Utf8() {}

  /** Returns the length in bytes of the character at an index, or 0 if it is malformed. */
  static int lengthOfCharacter(byte[] bytes, int i) {
    int b = bytes[i] & 0xFF;
    if (b < 0x80) {
      return 1;
    }
    // The ranges of the second byte are those of RFC 3629, section 4.
    if (b >= 0xC2 && b <= 0xDF) {
      return isTail(bytes, i + 1, 0x80, 0xBF) ? 2 : 0;
    }
    if (b >= 0xE0 && b <= 0xEF) {
      int low = b == 0xE0 ? 0xA0 : 0x80;
      int high = b == 0xED ? 0x9F : 0xBF;
      return isTail(bytes, i + 1, low, high) && isTail(bytes, i + 2, 0x80, 0xBF) ? 3 : 0;
    }
    if (b >= 0xF0 && b <= 0xF4) {
      int low = b == 0xF0 ? 0x90 : 0x80;
      int high = b == 0xF4 ? 0x8F : 0xBF;
      return isTail(bytes, i + 1, low, high)
              && isTail(bytes, i + 2, 0x80, 0xBF)
              && isTail(bytes, i + 3, 0x80, 0xBF)
          ? 4
          : 0;
    }
    return 0;
  }

  /** Returns the code point of a well-formed character of more than one byte. */
  static int codePoint(byte[] bytes, int i, int length) {
    int point = bytes[i] & (0x7F >> length);
    for (int tail = i + 1; tail < i + length; tail++) {
      point = point << 6 | (bytes[tail] & 0x3F);
    }
    return point;
  }

  private static boolean isTail(byte[] bytes, int i, int low, int high) {
    if (i >= bytes.length) {
      return false;
    }
    int b = bytes[i] & 0xFF;
    return b >= low && b <= high;
  }
}
