package dev.keyhook.webhooks.verification;

import dev.keyhook.DeliveryVerificationException;
import dev.keyhook.DeliveryVerificationException.Reason;
import dev.keyhook.WebhookRequest;
import java.util.List;

/** A header that must occur exactly once for a request to be authenticated. */
final class CredentialHeader {

  private static final int MAX_NAME_LENGTH = 256;

  private final String name;
  private final int maxLength;

  /**
   * Creates the header.
   *
   * @param maxLength the longest valid value, in characters
   * @throws IllegalArgumentException if no HTTP header can have that name
   */
  CredentialHeader(String name, int maxLength) {
    if (!isToken(name) || name.length() > MAX_NAME_LENGTH) {
      throw new IllegalArgumentException(
          "A header's name consists of letters, digits and -, without a colon or spaces");
    }
    this.name = name;
    this.maxLength = maxLength;
  }

  /** Returns whether a text is a token (RFC 9110 section 5.6.2). */
  private static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean isAlphanumeric = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || isDigit(c);
      if (!isAlphanumeric && "!#$%&'*+-.^_`|~".indexOf(c) < 0) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  String name() {
    return name;
  }

  /**
   * Returns the header's value without white space around it, not empty.
   *
   * @throws DeliveryVerificationException if there is no such value
   */
  String read(WebhookRequest request) {
    List<String> values = request.header(name);
    if (values.isEmpty()) {
      throw refuse(Reason.HEADER_MISSING, "is missing");
    }
    if (values.size() > 1) {
      throw refuse(Reason.HEADER_REPEATED, "occurs " + values.size() + " times");
    }
    String value = values.get(0);
    if (value.length() > maxLength) {
      throw refuse(Reason.HEADER_TOO_LONG, "has more than " + maxLength + " characters");
    }
    int from = 0;
    int to = value.length();
    while (from < to && isBlank(value.charAt(from))) {
      from++;
    }
    while (from < to && isBlank(value.charAt(to - 1))) {
      to--;
    }
    if (from == to) {
      throw refuse(Reason.HEADER_EMPTY, "is empty");
    }
    return value.substring(from, to);
  }

  DeliveryVerificationException refuse(Reason reason, String what) {
    return new DeliveryVerificationException(reason, "The header " + name + " " + what);
  }

  /**
   * Returns whether all characters of a text are printable ASCII, so that it is valid in a header.
   */
  static boolean isPrintable(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t'; // RFC 9110 section 5.6.3
  }
}
