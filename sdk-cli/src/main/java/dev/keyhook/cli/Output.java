package dev.keyhook.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the results of a command. */
public final class Output {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(names = "--json", description = "Print JSON instead of text.")
  private boolean json;

  @Option(names = "--verbose", description = "Print the stack trace of an error.")
  @SuppressWarnings("UnusedVariable") // read by Errors, by its name
  private boolean verbose;

  /** Returns whether the command is to print JSON. */
  public boolean isJson() {
    return json;
  }

  /** Prints a line of the result. Control characters are replaced. */
  public void line(String text) {
    out().println(Text.printable(text));
    out().flush();
  }

  /** Prints JSON as one line. */
  public void json(JsonNode node) {
    out().println(Json.compact(node));
    out().flush();
  }

  /** Prints a note for the user; not part of the result. */
  public void note(String text) {
    PrintWriter err = command.commandLine().getErr();
    err.println(Text.printable(text));
    err.flush();
  }

  /** Returns the writer for progress. */
  public PrintWriter err() {
    return command.commandLine().getErr();
  }

  /** Returns whether the output goes to a terminal that shows colours. */
  public boolean isColoured() {
    return ansi().enabled();
  }

  /** Returns text in a style such as {@code bold} or {@code fg(red)}, if there are colours. */
  public String style(String style, String text) {
    String printable = Text.printable(text);
    return isColoured()
        ? Ansi.Style.on(Ansi.Style.parse(style))
            + printable
            + Ansi.Style.off(Ansi.Style.parse(style))
        : printable;
  }

  /** Prints text made by {@link #style} and plain text that has no control characters. */
  public void styledLine(String text) {
    out().println(text);
    out().flush();
  }

  private Ansi ansi() {
    return command.commandLine().getColorScheme().ansi();
  }

  private PrintWriter out() {
    return command.commandLine().getOut();
  }
}
