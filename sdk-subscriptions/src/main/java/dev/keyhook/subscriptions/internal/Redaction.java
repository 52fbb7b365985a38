package dev.keyhook.subscriptions.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Removes secrets of the request from a response, in case the vendor repeats them: in any letter
 * case, plain, form-encoded, percent-encoded or escaped for JSON or HTML, up to twice, or in
 * Base64. Not thread-safe.
 */
final class Redaction {

  private static final int MAX_LENGTH = 1000;

  /** A text may be encoded twice, as a form in a JSON text. */
  private static final List<UnaryOperator<String>> ENCODINGS =
      List.of(
          Redaction::form,
          text -> form(text).replace("+", "%20"),
          text -> form(text).replace("+", "%20").replace("%7E", "~").replace("*", "%2A"),
          Json::quoted,
          text -> Json.quoted(text).replace("/", "\\/"),
          text -> html(text, "&quot;", "&#39;"),
          text -> html(text, "&#34;", "&#x27;"),
          text -> html(text, "&quot;", "&apos;"),
          text -> html(text, "&quot;", "'"));

  private final Set<String> spellings = new LinkedHashSet<>();

  Redaction(List<String> secrets) {
    secrets.forEach(this::hide);
  }

  void hide(String secret) {
    if (!secret.isEmpty() && spellings.add(secret)) {
      for (UnaryOperator<String> first : ENCODINGS) {
        String once = first.apply(secret);
        spellings.add(once);
        ENCODINGS.forEach(second -> spellings.add(second.apply(once)));
      }
      spellings.addAll(base64(secret.getBytes(UTF_8)));
    }
  }

  private static String form(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  private static String html(String text, String quote, String apostrophe) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", quote)
        .replace("'", apostrophe);
  }

  /**
   * Returns how a text may appear in Base64: at each of the three positions that it can have within
   * a longer text, without the characters that depend on what surrounds it.
   */
  private static List<String> base64(byte[] secret) {
    List<String> texts = new ArrayList<>();
    for (int before = 0; before < 3; before++) {
      byte[] padded = new byte[before + secret.length];
      System.arraycopy(secret, 0, padded, before, secret.length);
      int from = (before * 8 + 5) / 6;
      int to = padded.length * 8 / 6;
      if (to - from >= 4) { // shorter ones would hide harmless text
        for (Base64.Encoder encoder : Arrays.asList(Base64.getEncoder(), Base64.getUrlEncoder())) {
          texts.add(encoder.encodeToString(padded).substring(from, to));
        }
      }
    }
    return texts;
  }

  @Nullable String clean(@Nullable String text) {
    if (text == null) {
      return null;
    }
    String cleaned = spellings.isEmpty() ? text : pattern().matcher(text).replaceAll("***");
    return cleaned.length() <= MAX_LENGTH ? cleaned : cleaned.substring(0, MAX_LENGTH);
  }

  /** The longest first, so that no part of a secret remains. */
  private Pattern pattern() {
    return Pattern.compile(
        spellings.stream()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .map(Pattern::quote)
            .collect(Collectors.joining("|")),
        Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }
}
