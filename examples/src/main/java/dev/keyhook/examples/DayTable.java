package dev.keyhook.examples;

import dev.keyhook.webhooks.Outcome;
import java.io.Console;
import java.io.PrintStream;

/** Prints what happens at {@link BuildingDay}: in colour on a terminal, plainly everywhere else. */
final class DayTable {

  private static final String BOLD = "1";
  private static final String RED = "31";
  private static final String GREEN = "32";
  private static final String YELLOW = "33";
  private static final String CYAN = "36";

  private final PrintStream out;
  private final boolean isColoured;

  DayTable(PrintStream out, boolean isColoured) {
    this.out = out;
    this.isColoured = isColoured;
  }

  /** Says whether a person looks at the standard output, and wants colours (no-color.org). */
  @SuppressWarnings("SystemConsoleNull") // what newer versions return is asked for below
  static boolean isTerminal() {
    Console console = System.console();
    if (console == null || System.getenv("NO_COLOR") != null) {
      return false;
    }
    try { // from JDK 22 on there may be a console without a terminal
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }

  void line(String text) {
    out.println(text);
  }

  void title(String text) {
    out.println(painted(BOLD, text));
  }

  void head() {
    out.println(
        painted(BOLD, left("TIME", "FROM", "WHAT ARRIVES") + right("ANSWER", "WHAT BECAME OF IT")));
  }

  void row(String time, String from, String what, String answer, Outcome outcome, String text) {
    out.println(left(time, from, what) + painted(colour(outcome), right(answer, text)));
  }

  void surprise(String text) {
    out.println(painted(RED, "  !!!  " + text));
  }

  void verdict(boolean isGood, String text) {
    out.println(painted(isGood ? GREEN : RED, text));
  }

  /** What an outcome means, for people. */
  static String meaning(Outcome outcome) {
    return switch (outcome) {
      case HANDLED -> "handled";
      case DUPLICATE -> "known, not handled again";
      case NOT_AN_EVENT -> "proven, but no event";
      case VALIDATED -> "told to go ahead";
      case UNPROVEN -> "refused, not proven";
      case FOREIGN -> "refused, not meant for us";
      case METHOD_NOT_ALLOWED -> "refused, only POST and OPTIONS";
      case TOO_LARGE -> "refused, too large to read";
      case NOT_JSON -> "no JSON, shall come again";
      case FAILED -> "our handler failed, shall come again";
      case IN_PROGRESS -> "being handled, shall come again";
      case CREDENTIALS_UNAVAILABLE -> "no key at hand, shall come again";
    };
  }

  private static String colour(Outcome outcome) {
    return switch (outcome) {
      case HANDLED, VALIDATED, NOT_AN_EVENT -> GREEN;
      case DUPLICATE -> CYAN;
      case FAILED, NOT_JSON, IN_PROGRESS, CREDENTIALS_UNAVAILABLE -> YELLOW;
      case UNPROVEN, FOREIGN, METHOD_NOT_ALLOWED, TOO_LARGE -> RED;
    };
  }

  private static String left(String time, String from, String what) {
    return String.format("%-5s  %-13s  %-42s  ", time, from, what);
  }

  private static String right(String answer, String text) {
    return String.format("%6s  %s", answer, text);
  }

  private String painted(String colour, String text) {
    return isColoured ? "\u001b[" + colour + "m" + text + "\u001b[0m" : text;
  }
}
