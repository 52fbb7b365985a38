package dev.keyhook.subscriptions.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads {@code Retry-After} in both forms (RFC 9110 section 10.2.3). Stateless. */
final class RetryAfter {

  private static final Duration LONGEST = Duration.ofDays(1);
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT);

  private RetryAfter() {}

  /** Returns the pause from now on, from zero to a day; null if there is none that can be read. */
  static @Nullable Duration read(@Nullable String header, Instant now) {
    if (header == null) {
      return null;
    }
    String text = header.strip();
    if (text.matches("[0-9]{1,40}")) {
      // More digits than a day has seconds is a day, however many.
      String digits = text.replaceFirst("^0+(?=.)", "");
      return digits.length() > 6 ? LONGEST : bounded(Duration.ofSeconds(Long.parseLong(digits)));
    }
    try {
      Instant then = HTTP_DATE.parse(text, Instant::from);
      return then.isBefore(now) ? Duration.ZERO : bounded(Duration.between(now, then));
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  private static Duration bounded(Duration pause) {
    return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
  }
}
