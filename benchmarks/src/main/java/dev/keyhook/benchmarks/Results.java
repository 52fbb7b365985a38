package dev.keyhook.benchmarks;

import java.nio.file.Path;

/**
 * Replaces parts of the text of RESULTS.md. The file has the tables of {@link Suite}, then text
 * that is written by hand, then sections of other programs.
 */
public final class Results {

  /** The file, for programs that run in the root folder of the project. */
  public static final Path FILE = Path.of("benchmarks/RESULTS.md");

  /** The heading of the first part that {@link #withTables} keeps. */
  private static final String BY_HAND = "## Explanations";

  private Results() {}

  /**
   * Replaces everything before the text that is written by hand.
   *
   * @param document the whole document; empty for a new one
   * @param tables the text to put in front, which ends with a line break
   * @throws IllegalStateException if the document has no heading where the text begins
   */
  static String withTables(String document, String tables) {
    if (document.isEmpty()) {
      return tables + "\n" + BY_HAND + "\n";
    }
    return tables + "\n" + document.substring(startOf(document, BY_HAND));
  }

  /** Returns the text below a heading, up to the next heading, without blank lines around it. */
  public static String section(String document, String heading) {
    int start = startOf(document, heading) + heading.length();
    return document.substring(start, endOf(document, start)).strip();
  }

  /**
   * Replaces the text below a heading, up to the next heading.
   *
   * @throws IllegalStateException if the document has no such heading
   */
  public static String withSection(String document, String heading, String text) {
    int start = startOf(document, heading) + heading.length();
    return document.substring(0, start)
        + "\n\n"
        + text.strip()
        + "\n"
        + document.substring(endOf(document, start));
  }

  private static int startOf(String document, String heading) {
    int start = ("\n" + document).indexOf("\n" + heading + "\n");
    if (start < 0) {
      throw new IllegalStateException("RESULTS.md has no heading \"" + heading + "\"");
    }
    return start;
  }

  /** Returns the position of the line break before the next heading. */
  private static int endOf(String document, int start) {
    int end = document.indexOf("\n#", start);
    return end < 0 ? document.length() : end;
  }
}
