package dev.keyhook.cli.demo;

import dev.keyhook.cli.Output;

/** Prints the steps of the day, and counts them. */
final class DayTable {

  private final Output output;
  private int steps;
  private int failures;

  DayTable(Output output) {
    this.output = output;
  }

  void title(String text) {
    output.styledLine(output.style("bold", text));
  }

  /**
   * Prints a step.
   *
   * @param expected what it should have come to
   * @param actual what it came to
   */
  void step(String time, String from, String what, String expected, String actual) {
    steps++;
    boolean isGood = expected.equals(actual);
    String style = !isGood ? "bold,red" : actual.startsWith("2") ? "green" : "yellow";
    output.styledLine(
        String.format("%-6s %-14s %-42s ", time, from, what) + output.style(style, actual));
    if (!isGood) {
      failures++;
      output.styledLine(output.style("bold,red", "       !!! expected: " + expected));
    }
  }

  /** Prints the result, and returns whether all steps passed. */
  boolean verdict() {
    boolean isGood = failures == 0;
    String text = isGood ? "All " + steps + " steps passed." : failures + " steps FAILED.";
    output.line("");
    output.styledLine(output.style(isGood ? "bold,green" : "bold,red", text));
    return isGood;
  }
}
