package dev.keyhook.events.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads ISO-8601 times. {@code Instant.parse} alone costs more than scanning a whole small
 * envelope, so the common form, {@code 2026-04-30T10:30:00[.123]Z}, is read by hand, and all others
 * by the JDK.
 */
final class IsoTime {

  private static final int[] DAYS_BEFORE_MONTH = {
    0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334
  };

  /** More than nine digits of a second are more than the JDK takes. */
  private static final Pattern EXCESS_DIGITS = Pattern.compile("([.,][0-9]{9})[0-9]+");

  /** Longer texts are no times, and the JDK's parser need not look at them. */
  private static final int MAX_LENGTH = 64;

  /** Such as {@code 2026-04-30T10:30Z}. */
  private static final int SHORTEST = 17;

  private IsoTime() {}

  /** Returns the time that the text says, or null if they say none. */
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
    // A negative number marks a character that is no digit.
    if ((year | hour | minute | second) < 0
        || month < 1
        || month > 12
        || day < 1
        || day > lengthOfMonth(year, month)
        || hour > 23
        || minute > 59
        || second > 59) {
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
    return Instant.ofEpochSecond(
        epochDay(year, month, day) * 86_400L + hour * 3_600L + minute * 60L + second, nanos);
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

  private static boolean isLeap(int year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  }

  private static int lengthOfMonth(int year, int month) {
    return switch (month) {
      case 2 -> isLeap(year) ? 29 : 28;
      case 4, 6, 9, 11 -> 30;
      default -> 31;
    };
  }

  /** Days since 1970-01-01 in the proleptic Gregorian calendar, for years 0 to 9999. */
  private static long epochDay(int year, int month, int day) {
    // Leap days in the years before this one; year 0 is a leap year.
    long leapDays = year == 0 ? 0 : (year - 1) / 4 - (year - 1) / 100 + (year - 1) / 400 + 1L;
    int dayOfYear = DAYS_BEFORE_MONTH[month - 1] + (month > 2 && isLeap(year) ? 1 : 0) + day - 1;
    return 365L * year + leapDays + dayOfYear - 719_528L;
  }

  private static @Nullable Instant parseOther(String text) {
    // The JDK's parser throws, which is slow, so do not ask it about what can be no time.
    if (text.length() < SHORTEST || (text.indexOf('T') < 0 && text.indexOf('t') < 0)) {
      return null;
    }
    try {
      return OffsetDateTime.parse(EXCESS_DIGITS.matcher(text).replaceFirst("$1")).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }
}
