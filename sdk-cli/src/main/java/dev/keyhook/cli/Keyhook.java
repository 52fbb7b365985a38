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

  private static final String COMPLETION = "generate-completion";

  /** The commands in the order of the help, each with the first line of its description. */
  private static final String[][] COMMANDS = {
    {
      "demo",
      "Play a day at a building: two vendors, an attacker and a power cut, against a real receiver with an inbox on a loopback port."
    },
    {"listen", "Receive deliveries of both vendors on this machine, and show them on a page."},
    {
      "send",
      "Send deliveries as a vendor does: samples or a body of your own, once or at a rate, with faults and the vendor's retries."
    },
    {"inbox", "Show and repair an inbox, also while a receiver runs."},
    {
      "preflight",
      "Check a callback URL as the vendor will: HTTPS, public addresses, certificate, response."
    },
    {"explain", "Say why a captured delivery is refused, and what to do."},
    {
      "parse",
      "Read bodies of deliveries as events: type, id, fields, and what differs from the schema."
    },
    {"events", "List the events of both vendors, or describe one: fields, sample, code."},
    {
      "drift",
      "Compare SmartphoneKey's newer event-schemas.json, a captured body, or a folder of captured bodies of either vendor with what this version knows."
    },
    {COMPLETION, "Generate a completion script for bash or zsh."},
  };

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        command.commandLine(), "A command is missing, such as: keyhook listen");
  }

  /** Runs the command and exits with its code. */
  public static void main(String[] args) {
    StandardOutput standardOutput = new StandardOutput();
    PrintWriter out = new PrintWriter(standardOutput, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int exitCode = commandLine(out, err, args).execute(args);
    out.flush();
    String problem = standardOutput.problem();
    if (problem != null) {
      err.println("keyhook: Cannot write to standard output: " + problem);
    }
    err.flush();
    System.exit(problem == null ? exitCode : ExitCode.CHECK_FAILED);
  }

  /**
   * Returns the command as these arguments need it. Only the subcommand that they name is complete;
   * of the others there is the name and the summary, since reading all annotations takes longer
   * than most commands.
   */
  static CommandLine commandLine(PrintWriter out, PrintWriter err, String... args) {
    String chosen = args.length == 0 ? "" : args[0];
    CommandLine line = new CommandLine(new Keyhook());
    for (String[] each : COMMANDS) {
      boolean isNeeded = each[0].equals(chosen) || chosen.equals(COMPLETION);
      line.addSubcommand(each[0], isNeeded ? create(each[0]) : summary(each[0], each[1]));
    }
    Errors errors = new Errors();
    return line.setOut(out)
        .setErr(err)
        .setExecutionExceptionHandler(errors)
        .setParameterExceptionHandler(errors)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setAbbreviatedOptionsAllowed(false)
        .setExpandAtFiles(false);
  }

  private static CommandSpec summary(String name, String description) {
    CommandSpec spec = CommandSpec.create().name(name);
    spec.usageMessage().description(description);
    return spec;
  }

  private static Object create(String name) {
    return switch (name) {
      case "demo" -> new DemoCommand();
      case "listen" -> new ListenCommand();
      case "send" -> new SendCommand();
      case "inbox" -> new InboxCommand();
      case "preflight" -> new PreflightCommand();
      case "explain" -> new ExplainCommand();
      case "parse" -> new ParseCommand();
      case "events" -> new EventsCommand();
      case "drift" -> new DriftCommand();
      case COMPLETION -> new GenerateCompletion();
      default -> throw new IllegalArgumentException("There is no command " + name);
    };
  }
}
