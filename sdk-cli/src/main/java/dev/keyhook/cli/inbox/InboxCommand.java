package dev.keyhook.cli.inbox;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code keyhook inbox}: looks into an inbox and repairs it. */
@Command(
    name = "inbox",
    description =
        "Look into an inbox and repair it, also beside the process that handles its events.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      StatusCommand.class,
      ListCommand.class,
      ShowCommand.class,
      RetryCommand.class,
      DiscardCommand.class,
      ReplayCommand.class,
      PurgeCommand.class,
      ExportCommand.class
    },
    footer = {
      "",
      "Commands that change something count first: --dry-run only counts, --yes does not ask.",
      "",
      "Examples:",
      "  keyhook inbox status --db keyhook.db",
      "  keyhook inbox retry --db keyhook.db --dry-run"
    })
public final class InboxCommand implements Runnable {

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        command.commandLine(), "Which command? Such as: keyhook inbox status --db keyhook.db");
  }
}
