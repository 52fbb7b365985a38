package dev.keyhook.cli.inbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.keyhook.cli.CommandException;
import dev.keyhook.cli.ExitCode;
import dev.keyhook.cli.Json;
import dev.keyhook.cli.Output;
import dev.keyhook.cli.Text;
import dev.keyhook.inbox.InboxAdmin;
import dev.keyhook.inbox.InboxEvent;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code keyhook inbox list}. */
@Command(
    name = "list",
    description = "List events, the oldest first.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  keyhook inbox list --db keyhook.db --dead",
      "  keyhook inbox list --db keyhook.db --type KeyAdded --since 2h --json"
    })
final class ListCommand implements Callable<Integer> {

  @Mixin private SourceOptions source = new SourceOptions();

  @Mixin private FilterOptions filter = new FilterOptions();

  @Mixin private Output output = new Output();

  @Option(names = "--limit", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
  private int limit = 50;

  @Override
  public Integer call() {
    if (limit < 1) {
      throw CommandException.usage("--limit must be at least 1");
    }
    return source.with(this::list);
  }

  private int list(InboxAdmin admin) {
    List<InboxEvent> events = admin.list(filter.filter(), limit);
    if (output.isJson()) {
      ArrayNode list = Json.array();
      events.forEach(event -> list.add(EventRows.json(event)));
      output.json(list);
      return ExitCode.OK;
    }
    if (!events.isEmpty()) {
      EventRows.head(output);
      events.forEach(event -> EventRows.print(event, output));
    }
    long count = events.size() < limit ? events.size() : admin.count(filter.filter());
    output.line(Text.count(count, "event") + (count > limit ? ", " + limit + " shown." : "."));
    return ExitCode.OK;
  }
}
