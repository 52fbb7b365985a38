package dev.keyhook.cli;

import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Prints errors as one line that says what to do; stack traces only with {@code --verbose}. */
final class Errors implements IExecutionExceptionHandler, IParameterExceptionHandler {

  @Override
  public int handleParseException(ParameterException error, String[] args) {
    CommandLine command = error.getCommandLine();
    print(command, message(error) + suggestions(error));
    String name = command.getCommandSpec().qualifiedName();
    command.getErr().println("See: " + name + " --help");
    return ExitCode.USAGE;
  }

  @Override
  public int handleExecutionException(Exception error, CommandLine command, ParseResult result) {
    if (result.subcommands().isEmpty() ? isVerbose(result) : isVerbose(last(result))) {
      error.printStackTrace(command.getErr());
    }
    if (error instanceof CommandException known) {
      print(command, String.valueOf(known.getMessage()));
      if (known.exitCode() == ExitCode.USAGE) {
        command.getErr().println("See: " + command.getCommandSpec().qualifiedName() + " --help");
      }
      return known.exitCode();
    }
    print(command, error.getClass().getSimpleName() + ": " + error.getMessage());
    command.getErr().println("Run it again with --verbose for the stack trace.");
    return ExitCode.CHECK_FAILED;
  }

  private static ParseResult last(ParseResult result) {
    ParseResult last = result;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    return last;
  }

  private static boolean isVerbose(ParseResult result) {
    return result.hasMatchedOption("--verbose");
  }

  private static void print(CommandLine command, String message) {
    PrintWriter err = command.getErr();
    err.println(
        command.getColorScheme().errorText("keyhook: ").toString() + Text.printable(message));
    err.flush();
  }

  private static String message(ParameterException error) {
    if (error instanceof UnmatchedArgumentException unmatched) {
      String argument = unmatched.getUnmatched().get(0);
      String kind = argument.startsWith("-") ? "option " : "command or argument ";
      return "There is no " + kind + "'" + argument + "' here";
    }
    return String.valueOf(error.getMessage())
        .lines()
        .findFirst()
        .orElse("wrong usage")
        .replaceFirst("^Error: ", "")
        .replaceFirst(" is not an? (int|long|double)$", " is not a number");
  }

  private static String suggestions(ParameterException error) {
    if (!(error instanceof UnmatchedArgumentException unmatched)) {
      return "";
    }
    List<String> names = suggestions(unmatched);
    return names.isEmpty()
        ? ""
        : names.stream().collect(Collectors.joining(", ", "; did you mean ", "?"));
  }

  private static List<String> suggestions(UnmatchedArgumentException unmatched) {
    String argument = unmatched.getUnmatched().get(0);
    if (!argument.startsWith("--")) {
      return unmatched.getSuggestions();
    }
    String name = argument.replaceFirst("=.*", "");
    return unmatched.getCommandLine().getCommandSpec().optionsMap().keySet().stream()
        .filter(known -> known.startsWith("--") && Text.distance(name, known) <= 2)
        .min(Comparator.comparingInt((String known) -> Text.distance(name, known)))
        .map(List::of)
        .orElse(List.of());
  }
}
