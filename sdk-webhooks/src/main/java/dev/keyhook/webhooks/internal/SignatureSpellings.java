package dev.keyhook.webhooks.internal;

import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** What a signature's text may mean if it is not plain base64. */
final class SignatureSpellings {

  private SignatureSpellings() {}

  /** Returns the possible readings, each under what it says about the text. */
  static Map<String, byte[]> of(String text) {
    Map<String, byte[]> readings = new LinkedHashMap<>();
    String dense = text.replaceAll("[\\s\"']", "");
    add(readings, "is written in hexadecimal digits", dense, HexFormat.of()::parseHex);
    add(
        readings,
        "is written in the URL-safe alphabet of base64",
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
        percentFree -> percentFree.equals(dense) ? null : Base64.getDecoder().decode(percentFree));
    add(
        readings,
        "has quotes, spaces, other padding or stray bits in it",
        dense,
        Base64.getDecoder()::decode);
    add(
        readings,
        "has lost its plus signs to spaces",
        text.strip().replace(' ', '+'),
        Base64.getDecoder()::decode);
    return readings;
  }

  private static void add(
      Map<String, byte[]> readings, String meaning, String text, Function<String, byte[]> decoder) {
    try {
      byte[] bytes = decoder.apply(text);
      if (bytes != null && bytes.length > 0) {
        readings.put(meaning, bytes);
      }
    } catch (IllegalArgumentException e) {
      // Not this one.
    }
  }
}
