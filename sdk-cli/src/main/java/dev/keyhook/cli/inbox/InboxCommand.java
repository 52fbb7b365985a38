package dev.keyhook.cli.inbox;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code keyhook inbox}: shows and repairs an inbox. */
@Command(
    name = "inbox",
    description = "Show and repair an inbox, also while a receiver runs.",
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
        command.commandLine(),
        "A command is missing, such as: keyhook inbox status --db keyhook.db");
  }
}
