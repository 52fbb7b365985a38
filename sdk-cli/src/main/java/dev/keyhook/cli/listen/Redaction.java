package dev.keyhook.cli.listen;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Removes secrets from what the page shows: known ones everywhere, others by their header. */
final class Redaction {

  /** The mask of a secret. */
  static final String MASK = "•••";

  private static final Pattern SUSPICIOUS =
      Pattern.compile("(?i).*(auth|cookie|token|secret|password|credential|api.?key|signature).*");
  private static final Pattern QUERY_VALUE = Pattern.compile("=[^&#]*");

  private final List<String> secrets;
  private final Set<String> headers;

  /**
   * Creates a redaction.
   *
   * @param secrets what must never be shown
   * @param headers names of headers that hold secrets, in lower case
   */
  Redaction(List<String> secrets, Set<String> headers) {
    this.secrets = List.copyOf(secrets);
    this.headers = Set.copyOf(headers);
  }

  /** Returns a header's value, or a mask if it may be a secret, right or wrong. */
  String header(String name, String value) {
    String lower = name.toLowerCase(Locale.ROOT);
    boolean isSecret = headers.contains(lower) || SUSPICIOUS.matcher(lower).matches();
    return isSecret ? MASK : text(value);
  }

  /** Returns a request target without the values of its query. */
  String target(String target) {
    int query = target.indexOf('?');
    if (query < 0) {
      return text(target);
    }
    String parameters = QUERY_VALUE.matcher(target.substring(query)).replaceAll("=" + MASK);
    return text(target.substring(0, query) + parameters);
  }

  /** Returns text without any known secret. */
  String text(String text) {
    String clean = text;
    for (String secret : secrets) {
      clean = clean.replace(secret, MASK);
    }
    return clean;
  }
}
