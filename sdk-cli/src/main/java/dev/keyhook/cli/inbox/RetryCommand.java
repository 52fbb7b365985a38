package dev.keyhook.cli.inbox;

import dev.keyhook.cli.Output;
import dev.keyhook.inbox.InboxFilter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code keyhook inbox retry}. */
@Command(
    name = "retry",
    description = {
      "Handle dead letters again.",
      "With an ID or --lane, also let a lane that waits for its next attempt have it now, and"
          + " resume a parked one; --dead leaves these alone."
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

  @Parameters(paramLabel = "ID", arity = "0..1", description = "Only the event with this id.")
  private @Nullable String id;

  @Override
  public Integer call() {
    // All lanes at once would all have their next attempt at once, and every event would be read.
    boolean isNarrow = id != null || filter.hasLane();
    InboxFilter all = isNarrow ? filter.filter() : filter.filter().deadLetters();
    InboxFilter chosen = id == null ? all : all.id(id);
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
