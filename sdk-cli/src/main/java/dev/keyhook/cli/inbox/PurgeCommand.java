package dev.keyhook.cli.inbox;

import dev.keyhook.cli.Output;
import dev.keyhook.inbox.InboxEvent;
import dev.keyhook.inbox.InboxFilter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code keyhook inbox purge}. */
@Command(
    name = "purge",
    description =
        "Delete handled events with their bodies, or dead letters with --dead; ids are remembered.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  keyhook inbox purge --db keyhook.db --dry-run"})
final class PurgeCommand implements Callable<Integer> {

  @Mixin private SourceOptions source = new SourceOptions();

  @Mixin private FilterOptions filter = new FilterOptions();

  @Mixin private ActionOptions action = new ActionOptions();

  @Mixin private Output output = new Output();

  @Mixin private EventOption event = new EventOption();

  @Override
  public Integer call() {
    InboxFilter chosen = event.limit(filter.filter());
    return source.with(
        admin ->
            action.run(
                output,
                "purge",
                "deleted",
                EventCount.of(admin, chosen, each -> isPurged(each, chosen)),
                () -> admin.purge(chosen)));
  }

  /** Events that wait are never deleted, and dead letters only with --dead. */
  private static boolean isPurged(InboxEvent event, InboxFilter chosen) {
    return event.state() == InboxEvent.State.HANDLED
        || (event.state() == InboxEvent.State.DEAD_LETTER && chosen.isDeadLetter());
  }
}
