package dev.keyhook.cli;

import java.io.Console;
import java.lang.reflect.InvocationTargetException;
import java.util.Locale;
import java.util.Optional;

/** Asks the user at the terminal, if there is one. */
public final class Interactive {

  private Interactive() {}

  /** Returns the terminal; empty if input or output is redirected. */
  @SuppressWarnings("SystemConsoleNull") // JDK 22 and newer have isTerminal()
  static Optional<Console> console() {
    Console console = System.console();
    return console != null && isTerminal(console) ? Optional.of(console) : Optional.empty();
  }

  private static boolean isTerminal(Console console) {
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true; // before JDK 22 there is a console only with a terminal
    } catch (IllegalAccessException | InvocationTargetException e) {
      return false;
    }
  }

  /** Returns whether there is a terminal. */
  public static boolean isPresent() {
    return console().isPresent();
  }

  /** Asks a question; true if the answer begins with y, false also without a terminal. */
  public static boolean confirms(String question) {
    return console()
        .map(console -> console.readLine("%s [y/N] ", question))
        .map(answer -> answer.strip().toLowerCase(Locale.ROOT).startsWith("y"))
        .orElse(false);
  }
}
