package dev.keyhook.webhooks.verification;

import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** How the bytes of a signature are written in a header. */
enum SignatureEncoding {

  /** Base64 with padding (RFC 4648 section 4), only in its one canonical form. */
  BASE64("standard base64 with padding") {
    @Override
    byte[] decodeStrictly(String text) {
      byte[] decoded = Base64.getDecoder().decode(text);
      // The decoder also accepts missing padding and stray bits in the last character: then several
      // texts would be the same signature.
      if (!Base64.getEncoder().encodeToString(decoded).equals(text)) {
        throw new IllegalArgumentException("not canonical");
      }
      return decoded;
    }
  },

  /** Hexadecimal digits in either letter case. */
  HEX("hexadecimal") {
    @Override
    byte[] decodeStrictly(String text) {
      return HexFormat.of().parseHex(text);
    }
  };

  private final String description;

  SignatureEncoding(String description) {
    this.description = description;
  }

  /** Returns what a person calls it. */
  String description() {
    return description;
  }

  /** Returns the bytes, or null if the text is empty or not in this encoding. */
  byte @Nullable [] decode(String text) {
    try {
      byte[] decoded = decodeStrictly(text);
      return decoded.length == 0 ? null : decoded;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  abstract byte[] decodeStrictly(String text);
}
