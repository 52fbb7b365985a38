package dev.keyhook.cli.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.keyhook.cli.Json;
import dev.keyhook.cli.Output;

/** Prints the steps of the day, and counts them. */
final class DayTable {

  private final Output output;
  private final ArrayNode json = Json.array();
  private int steps;
  private int failures;

  DayTable(Output output) {
    this.output = output;
  }

  void title(String text) {
    if (output.isJson()) {
      return;
    }
    output.styledLine(output.style("bold", text));
  }

  /**
   * Prints a step.
   *
   * @param expected the expected result
   * @param actual the actual result
   */
  void step(String time, String from, String what, String expected, String actual) {
    steps++;
    boolean isGood = expected.equals(actual);
    failures += isGood ? 0 : 1;
    if (output.isJson()) {
      json.addObject()
          .put("time", time)
          .put("from", from)
          .put("what", what)
          .put("expected", expected)
          .put("actual", actual);
      return;
    }
    String style = !isGood ? "bold,red" : actual.startsWith("2") ? "green" : "yellow";
    output.styledLine(
        String.format("%-6s %-14s %-42s ", time, from, what) + output.style(style, actual));
    if (!isGood) {
      output.styledLine(output.style("bold,red", "       !!! expected: " + expected));
    }
  }

  /** Prints the result, and returns whether all steps passed. */
  boolean verdict() {
    boolean isGood = failures == 0;
    if (output.isJson()) {
      output.json(Json.object().put("passed", isGood).set("steps", json));
      return isGood;
    }
    String text = isGood ? "All " + steps + " steps passed." : failures + " steps FAILED.";
    output.line("");
    output.styledLine(output.style(isGood ? "bold,green" : "bold,red", text));
    return isGood;
  }
}
