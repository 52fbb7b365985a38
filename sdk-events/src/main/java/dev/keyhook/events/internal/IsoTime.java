package dev.keyhook.events.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads ISO-8601 times. {@code Instant.parse} takes longer than scanning a whole small envelope, so
 * the digits of the common form, {@code 2026-04-30T10:30:00[.123]Z}, are read here; the JDK parses
 * all other forms, and knows the calendar.
 */
final class IsoTime {

  /** The maximum length of a time. Longer texts are not passed to the JDK. */
  private static final int MAX_LENGTH = 64;

  /** Such as {@code 2026-04-30T10:30Z}. */
  private static final int SHORTEST = 17;

  private IsoTime() {}

  /** Returns the time in a text, or null if there is none. */
  static @Nullable Instant parse(byte[] utf8, int from, int length) {
    Instant common = parseCommon(utf8, from, length);
    return common != null || length > MAX_LENGTH
        ? common
        : parseOther(new String(utf8, from, length, UTF_8));
  }

  /** Reads {@code 2026-04-30T10:30:00Z}, with a fraction or without; null for any other form. */
  static @Nullable Instant parseCommon(byte[] c, int i, int length) {
    if (length < 20
        || length == 21
        || length > 30
        || c[i + 4] != '-'
        || c[i + 7] != '-'
        || c[i + 10] != 'T'
        || c[i + 13] != ':'
        || c[i + 16] != ':'
        || c[i + length - 1] != 'Z') {
      return null;
    }
    int year = number(c, i, 4);
    int month = number(c, i + 5, 2);
    int day = number(c, i + 8, 2);
    int hour = number(c, i + 11, 2);
    int minute = number(c, i + 14, 2);
    int second = number(c, i + 17, 2);
    // A negative number marks a character that is not a digit.
    if ((year | hour | minute | second) < 0 || hour > 23 || minute > 59 || second > 59) {
      return null;
    }
    int nanos = 0;
    if (length > 20) {
      if (c[i + 19] != '.') {
        return null;
      }
      int digits = length - 21;
      nanos = number(c, i + 20, digits);
      if (nanos < 0) {
        return null;
      }
      for (int d = digits; d < 9; d++) {
        nanos *= 10;
      }
    }
    try {
      long days = LocalDate.of(year, month, day).toEpochDay();
      return Instant.ofEpochSecond(days * 86_400L + hour * 3_600L + minute * 60L + second, nanos);
    } catch (DateTimeException e) {
      return null; // not in the calendar
    }
  }

  private static int number(byte[] c, int from, int digits) {
    int value = 0;
    for (int i = from; i < from + digits; i++) {
      int digit = c[i] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }

  private static @Nullable Instant parseOther(String text) {
    // The JDK throws if there is no time, which is slow: try it only where one is possible.
    if (text.length() < SHORTEST || (text.indexOf('T') < 0 && text.indexOf('t') < 0)) {
      return null;
    }
    try {
      return OffsetDateTime.parse(ExcessDigits.PATTERN.matcher(text).replaceFirst("$1"))
          .toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** Loaded for uncommon forms only. */
  private static final class ExcessDigits {

    /** The JDK accepts at most nine digits of a second. */
    private static final Pattern PATTERN = Pattern.compile("([.,][0-9]{9})[0-9]+");
  }
}
