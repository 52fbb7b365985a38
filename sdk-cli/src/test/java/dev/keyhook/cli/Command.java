package dev.keyhook.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * A command that was run in this process.
 *
 * @param exitCode what it ended with
 * @param out its standard output
 * @param err its standard error
 */
public record Command(int exitCode, String out, String err) {

  /** Runs it. */
  public static Command run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        Keyhook.commandLine(new PrintWriter(out, true), new PrintWriter(err, true), args)
            .execute(args);
    return new Command(exitCode, out.toString(), err.toString());
  }
}
