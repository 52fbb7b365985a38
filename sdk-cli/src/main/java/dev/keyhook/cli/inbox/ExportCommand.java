package dev.keyhook.cli.inbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyhook.cli.ExitCode;
import dev.keyhook.cli.Output;
import dev.keyhook.cli.Text;
import dev.keyhook.inbox.InboxAdmin;
import dev.keyhook.inbox.InboxEvent;
import java.util.Base64;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code keyhook inbox export}. */
@Command(
    name = "export",
    description = "Print events as JSON lines, with their bodies if --show-sensitive.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  keyhook inbox export --db keyhook.db --dead --show-sensitive > dead.jsonl"
    })
final class ExportCommand implements Callable<Integer> {

  @Mixin private SourceOptions source = new SourceOptions();

  @Mixin private FilterOptions filter = new FilterOptions();

  @Mixin private Output output = new Output();

  @Option(
      names = "--show-sensitive",
      description = "Add the body in base64, exactly as received, with secrets and personal data.")
  private boolean showSensitive;

  @Override
  public Integer call() {
    return source.with(
        admin -> {
          long count = admin.export(filter.filter(), event -> print(event, admin));
          output.note(Text.count(count, "event"));
          return ExitCode.OK;
        });
  }

  private void print(InboxEvent event, InboxAdmin admin) {
    ObjectNode node = EventRows.json(event);
    if (showSensitive) {
      admin
          .body(event)
          .ifPresent(body -> node.put("body", Base64.getEncoder().encodeToString(body)));
    }
    output.json(node);
  }
}
