package dev.keyhook.cli.inbox;

import dev.keyhook.cli.Output;
import dev.keyhook.cli.RateConverter;
import dev.keyhook.inbox.InboxFilter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code keyhook inbox replay}. */
@Command(
    name = "replay",
    description =
        "Handle events again that were handled or are dead letters; handlers see isReplay().",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  keyhook inbox replay --db keyhook.db --since 2h --type KeyAdded --dry-run",
      "  keyhook inbox replay --db keyhook.db --lane lock/4321 --yes"
    })
final class ReplayCommand implements Callable<Integer> {

  @Mixin private SourceOptions source = new SourceOptions();

  @Mixin private FilterOptions filter = new FilterOptions();

  @Mixin private ActionOptions action = new ActionOptions();

  @Mixin private Output output = new Output();

  @Option(
      names = "--rate",
      paramLabel = "N/s",
      converter = RateConverter.class,
      description = "How many events to add per second; default: 100.")
  private double rate = 100;

  @Mixin private EventOption event = new EventOption();

  @Override
  public Integer call() {
    InboxFilter chosen = event.limit(filter.filter());
    int perSecond = (int) Math.max(1, rate);
    return source.with(
        admin ->
            action.run(
                output,
                "replay",
                "handled again",
                EventCount.replayed(admin, chosen),
                () -> admin.replay(chosen, perSecond)));
  }
}
