package dev.keyhook.webhooks.verification;

import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Decodes the text of a signature that is not in the expected encoding. */
final class SignatureSpellings {

  private SignatureSpellings() {}

  /** Returns the possible readings, each under a phrase that says how the text is encoded. */
  static Map<String, byte[]> of(String text) {
    Map<String, byte[]> readings = new LinkedHashMap<>();
    String dense = text.replaceAll("[\\s\"']", "");
    add(readings, "is in hexadecimal", dense, HexFormat.of()::parseHex);
    add(
        readings,
        "is in the URL-safe alphabet of base64",
        dense.indexOf('-') < 0 && dense.indexOf('_') < 0 ? "" : dense,
        Base64.getUrlDecoder()::decode);
    add(
        readings,
        "is percent-encoded",
        dense
            .replace("%2B", "+")
            .replace("%2F", "/")
            .replace("%3D", "=")
            .replace("%2b", "+")
            .replace("%2f", "/")
            .replace("%3d", "="),
        decoded -> decoded.equals(dense) ? null : Base64.getDecoder().decode(decoded));
    add(
        readings,
        "is in base64 with quotes, spaces, other padding or stray bits",
        dense,
        Base64.getDecoder()::decode);
    add(
        readings,
        "is in base64 with spaces in place of plus signs",
        text.strip().replace(' ', '+'),
        Base64.getDecoder()::decode);
    return readings;
  }

  private static void add(
      Map<String, byte[]> readings,
      String phrase,
      String text,
      Function<String, byte @Nullable []> decoder) {
    try {
      byte[] bytes = decoder.apply(text);
      if (bytes != null && bytes.length > 0) {
        readings.put(phrase, bytes);
      }
    } catch (IllegalArgumentException e) {
      // Not this encoding.
    }
  }
}
