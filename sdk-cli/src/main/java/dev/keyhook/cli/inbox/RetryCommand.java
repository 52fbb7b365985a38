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
    description = "Handle dead letters again.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  keyhook inbox retry --db keyhook.db --dry-run",
      "  keyhook inbox retry --db keyhook.db --type KeyAdded --yes"
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
    InboxFilter all = filter.filter().deadLetters();
    InboxFilter chosen = id == null ? all : all.id(id);
    return source.with(
        admin ->
            action.run(
                output, "retry", "handled again", admin.count(chosen), () -> admin.retry(chosen)));
  }
}
