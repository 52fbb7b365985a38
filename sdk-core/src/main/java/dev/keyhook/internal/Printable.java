package dev.keyhook.internal;

import org.jspecify.annotations.Nullable;

/**
 * Makes text from a sender safe to print in a log, a message or a terminal: it cannot forge a line,
 * move the cursor or reverse the direction of text.
 */
public final class Printable {

  private Printable() {}

  /** Returns the text with a {@code ?} for each character that is not printable. */
  public static String of(String text) {
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      if (!isPrintable(codePoint)) {
        return replaced(text, i);
      }
      i += Character.charCount(codePoint);
    }
    return text;
  }

  /**
   * Returns the text shortened and without unprintable characters.
   *
   * @param maxLength how many characters to keep, at least 1; {@code ...} marks a shortened text
   */
  public static String of(String text, int maxLength) {
    return of(text.length() <= maxLength ? text : text.substring(0, maxLength) + "...");
  }

  /** Returns the text shortened and without unprintable characters, or null for null. */
  public static @Nullable String ofNullable(@Nullable String text, int maxLength) {
    return text == null ? null : of(text, maxLength);
  }

  private static String replaced(String text, int from) {
    StringBuilder out = new StringBuilder(text.length()).append(text, 0, from);
    text.codePoints()
        .skip(text.codePointCount(0, from))
        .forEach(codePoint -> out.appendCodePoint(isPrintable(codePoint) ? codePoint : '?'));
    return out.toString();
  }

  private static boolean isPrintable(int codePoint) {
    if (codePoint >= ' ' && codePoint <= '~') {
      return true;
    }
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
