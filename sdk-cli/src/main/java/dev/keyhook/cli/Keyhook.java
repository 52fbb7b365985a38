package dev.keyhook.cli;

import dev.keyhook.cli.demo.DemoCommand;
import dev.keyhook.cli.drift.DriftCommand;
import dev.keyhook.cli.inbox.InboxCommand;
import dev.keyhook.cli.listen.ListenCommand;
import dev.keyhook.cli.send.SendCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code keyhook} command. */
@Command(
    name = "keyhook",
    description =
        "Receive, inspect, send and repair the webhooks of SmartphoneKey and Schlage Home.",
    versionProvider = Version.class,
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      ListenCommand.class,
      SendCommand.class,
      InboxCommand.class,
      PreflightCommand.class,
      ExplainCommand.class,
      ParseCommand.class,
      EventsCommand.class,
      DriftCommand.class,
      GenerateCompletion.class
    },
    footer = {
      "",
      "Secrets are given as env:NAME, @FILE, or literally; the first two keep them out of the"
          + " list of processes.",
      "",
      "Exit codes: 0 ok, 1 a check failed, 2 wrong usage, 3 drift found, 4 cannot connect.",
      "",
      "Completion: source <(keyhook generate-completion)"
    })
public final class Keyhook implements Runnable {

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        command.commandLine(), "A command is missing, such as: keyhook listen");
  }

  /** Runs the command and exits with its code. */
  public static void main(String[] args) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int exitCode = commandLine(out, err).execute(args);
    out.flush();
    err.flush();
    System.exit(exitCode);
  }

  /** Returns the command with all its subcommands. */
  static CommandLine commandLine(PrintWriter out, PrintWriter err) {
    Errors errors = new Errors();
    CommandLine line =
        new CommandLine(new Keyhook())
            .setOut(out)
            .setErr(err)
            .setExecutionExceptionHandler(errors)
            .setParameterExceptionHandler(errors)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setAbbreviatedOptionsAllowed(false)
            .setExpandAtFiles(false);
    return line;
  }
}
