package dev.keyhook.cli;

import java.util.Locale;

/** Functions for text that is printed or typed at a terminal. */
public final class Text {

  private Text() {}

  /** Returns text with control characters replaced, so that content cannot control a terminal. */
  public static String printable(String text) {
    StringBuilder printable = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean isControl = Character.isISOControl(c) && c != '\n';
      if (isControl || Character.getType(c) == Character.FORMAT) {
        if (printable == null) {
          printable = new StringBuilder(text);
        }
        printable.setCharAt(i, '?');
      }
    }
    return printable == null ? text : printable.toString();
  }

  /** Returns the text, cut to a length in characters with an ellipsis. */
  public static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length - 1) + "…";
  }

  /** Returns a count with the noun in singular or plural: {@code 1 event}, {@code 2 events}. */
  public static String count(long count, String noun) {
    return String.format(Locale.ROOT, "%,d %s%s", count, noun, count == 1 ? "" : "s");
  }

  /**
   * Returns text broken at spaces into lines of at most a width.
   *
   * @param first what the first line begins with; the others are indented as far
   */
  public static String wrapped(String text, int width, String first) {
    StringBuilder lines = new StringBuilder(first);
    int column = first.length();
    boolean isStart = true;
    for (String word : text.split("\\s+", -1)) {
      if (!isStart && column + 1 + word.length() > width) {
        lines.append('\n').append(" ".repeat(first.length()));
        column = first.length();
        isStart = true;
      }
      lines.append(isStart ? "" : " ").append(word);
      column += word.length() + (isStart ? 0 : 1);
      isStart = false;
    }
    return lines.toString();
  }

  /** Returns how many characters must be inserted, removed or replaced (Levenshtein). */
  public static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[other.length()];
  }
}
