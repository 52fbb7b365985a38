package dev.keyhook.cli.inbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyhook.cli.CommandException;
import dev.keyhook.cli.ExitCode;
import dev.keyhook.cli.Output;
import dev.keyhook.cli.body.BodyLine;
import dev.keyhook.cli.body.BodyView;
import dev.keyhook.cli.catalogue.Vendor;
import dev.keyhook.inbox.InboxAdmin;
import dev.keyhook.inbox.InboxEvent;
import dev.keyhook.inbox.InboxFilter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code keyhook inbox show}. */
@Command(
    name = "show",
    description = "Show an event with its attempts, its error and its body.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  keyhook inbox show 4f9b… --db keyhook.db"})
final class ShowCommand implements Callable<Integer> {

  /** Each endpoint may have an event with the same id. */
  private static final int MAX_ENDPOINTS = 100;

  @Mixin private SourceOptions source = new SourceOptions();

  @Mixin private Output output = new Output();

  @Option(names = "--show-sensitive", description = "Show secrets and personal data.")
  private boolean showSensitive;

  @Parameters(paramLabel = "ID", arity = "1", description = "The event: " + EventName.HELP + ".")
  private String name = "";

  @Override
  public Integer call() {
    InboxFilter chosen = EventName.filter(InboxFilter.all(), name);
    return source.with(
        admin -> {
          List<InboxEvent> events = admin.list(chosen, MAX_ENDPOINTS);
          events.forEach(event -> show(event, admin));
          if (events.isEmpty()) {
            throw CommandException.failed("There is no event " + name + " in this inbox", null);
          }
          return ExitCode.OK;
        });
  }

  private void show(InboxEvent event, InboxAdmin admin) {
    ObjectNode facts = EventRows.json(event);
    List<BodyLine> lines = body(event, admin);
    if (output.isJson()) {
      ArrayNode fields = facts.putArray("fields");
      for (BodyLine line : lines) {
        if (!line.kind().equals("bracket")) {
          fields.addObject().put("pointer", line.pointer()).put("value", line.value());
        }
      }
      output.json(facts);
      return;
    }
    for (Map.Entry<String, JsonNode> fact : facts.properties()) {
      if (!fact.getValue().isNull()) {
        output.line(String.format("%-13s %s", fact.getKey(), fact.getValue().asText()));
      }
    }
    for (BodyLine line : lines) {
      String key = line.key() == null ? "" : line.key() + ": ";
      output.line("  " + "  ".repeat(line.depth()) + key + line.value());
    }
  }

  private List<BodyLine> body(InboxEvent event, InboxAdmin admin) {
    Vendor vendor = Vendor.ofEndpoint(event.endpoint());
    String type = event.type().orElse("");
    return admin
        .body(event)
        .map(body -> BodyView.lines(vendor, type, body, List.of(), showSensitive))
        .orElse(List.of());
  }
}
