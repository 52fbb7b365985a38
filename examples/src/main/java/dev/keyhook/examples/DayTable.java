package dev.keyhook.examples;

import dev.keyhook.webhooks.Outcome;
import java.io.Console;
import java.io.PrintStream;

/** Prints the table of {@link BuildingDay}, in colour on a terminal. */
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

  /** Returns whether standard output is a terminal and colours are wanted (no-color.org). */
  @SuppressWarnings("SystemConsoleNull") // JDK 22 and newer are handled below
  static boolean isTerminal() {
    Console console = System.console();
    if (console == null || System.getenv("NO_COLOR") != null) {
      return false;
    }
    try { // since JDK 22 there may be a console without a terminal
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
    out.println(painted(BOLD, left("TIME", "FROM", "REQUEST") + right("STATUS", "OUTCOME")));
  }

  void row(String time, String from, String what, String status, Outcome outcome, String text) {
    out.println(left(time, from, what) + painted(colour(outcome), right(status, text)));
  }

  void failure(String text) {
    out.println(painted(RED, "  !!!  " + text));
  }

  void verdict(boolean isGood, String text) {
    out.println(painted(isGood ? GREEN : RED, text));
  }

  /** Returns an outcome in words. */
  static String meaning(Outcome outcome) {
    return switch (outcome) {
      case HANDLED -> "handled";
      case DUPLICATE -> "duplicate, not handled again";
      case EMPTY -> "empty, accepted";
      case VALIDATED -> "validated";
      case UNAUTHENTICATED -> "refused";
      case FOREIGN -> "rejected, of another partner";
      case METHOD_NOT_ALLOWED -> "rejected, only POST and OPTIONS";
      case TOO_LARGE -> "rejected, too large";
      case UNREADABLE -> "invalid JSON, the sender will retry";
      case FAILED -> "the handler failed, the sender will retry";
      default -> outcome.name();
    };
  }

  private static String colour(Outcome outcome) {
    return switch (outcome) {
      case HANDLED, VALIDATED, EMPTY -> GREEN;
      case DUPLICATE -> CYAN;
      case UNAUTHENTICATED, FOREIGN, METHOD_NOT_ALLOWED, TOO_LARGE -> RED;
      default -> YELLOW;
    };
  }

  private static String left(String time, String from, String what) {
    return String.format("%-5s  %-13s  %-42s  ", time, from, what);
  }

  private static String right(String status, String text) {
    return String.format("%6s  %s", status, text);
  }

  private String painted(String colour, String text) {
    return isColoured ? "\u001b[" + colour + "m" + text + "\u001b[0m" : text;
  }
}
