package dev.keyhook.cli.inbox;

import dev.keyhook.cli.Output;
import dev.keyhook.inbox.InboxFilter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code keyhook inbox discard}. */
@Command(
    name = "discard",
    description = "Give up dead letters; they are kept like handled events.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  keyhook inbox discard --db keyhook.db --lane lock/4321 --dry-run"})
final class DiscardCommand implements Callable<Integer> {

  @Mixin private SourceOptions source = new SourceOptions();

  @Mixin private FilterOptions filter = new FilterOptions();

  @Mixin private ActionOptions action = new ActionOptions();

  @Mixin private Output output = new Output();

  @Mixin private EventOption event = new EventOption();

  @Override
  public Integer call() {
    InboxFilter chosen = event.limit(filter.filter().deadLetters());
    return source.with(
        admin ->
            action.run(
                output, "discard", "discarded", admin.count(chosen), () -> admin.discard(chosen)));
  }
}
