package dev.keyhook.subscriptions.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Takes out of an answer what was sent as a secret, should the vendor repeat it. Not thread-safe.
 */
final class Redaction {

  private static final int MAX_LENGTH = 1000;

  /** The longest first, so that none leaves a rest of another. */
  private final SortedSet<String> secrets =
      new TreeSet<>(Comparator.comparingInt(String::length).reversed().thenComparing(text -> text));

  Redaction(List<String> secrets) {
    secrets.forEach(this::hide);
  }

  void hide(String secret) {
    if (!secret.isEmpty() && secrets.add(secret)) {
      secrets.add(URLEncoder.encode(secret, UTF_8)); // as in a form
      secrets.add(Json.quoted(secret)); // as in details, which are JSON text
    }
  }

  @Nullable String clean(@Nullable String text) {
    if (text == null) {
      return null;
    }
    String cleaned = text;
    for (String secret : secrets) {
      cleaned = cleaned.replace(secret, "***");
    }
    return cleaned.length() <= MAX_LENGTH ? cleaned : cleaned.substring(0, MAX_LENGTH);
  }
}
