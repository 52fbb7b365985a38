package dev.keyhook.cli.inbox;

import dev.keyhook.cli.Output;
import dev.keyhook.inbox.InboxFilter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code keyhook inbox retry}. */
@Command(
    name = "retry",
    description = {
      "Handle dead letters again.",
      "With an ID or --lane, also start the next attempt of a waiting lane now, and resume a"
          + " parked one; not with --dead."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  keyhook inbox retry --db keyhook.db --dry-run",
      "  keyhook inbox retry --db keyhook.db --type KeyAdded --yes",
      "  keyhook inbox retry --db keyhook.db --lane lock/4321 --yes"
    })
final class RetryCommand implements Callable<Integer> {

  @Mixin private SourceOptions source = new SourceOptions();

  @Mixin private FilterOptions filter = new FilterOptions();

  @Mixin private ActionOptions action = new ActionOptions();

  @Mixin private Output output = new Output();

  @Mixin private EventOption event = new EventOption();

  @Override
  public Integer call() {
    // Without an ID or --lane, all waiting lanes would start their next attempt at once.
    boolean isNarrow = event.isGiven() || filter.hasLane();
    InboxFilter all = isNarrow ? filter.filter() : filter.filter().deadLetters();
    InboxFilter chosen = event.limit(all);
    return source.with(
        admin ->
            action.run(
                output,
                "retry",
                "handled again",
                EventCount.retried(admin, chosen),
                () -> admin.retry(chosen)));
  }
}
