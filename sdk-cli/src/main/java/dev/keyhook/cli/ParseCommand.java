package dev.keyhook.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyhook.Deviation;
import dev.keyhook.MalformedEventException;
import dev.keyhook.cli.body.BodyLine;
import dev.keyhook.cli.body.BodyView;
import dev.keyhook.cli.body.EventFacts;
import dev.keyhook.cli.body.VendorGuess;
import dev.keyhook.cli.catalogue.Vendor;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code keyhook parse}: reads bodies as events. */
@Command(
    name = "parse",
    description = {
      "Read bodies of deliveries as events: type, id, fields, and what differs from the schema.",
      "Exits with 1 if a body is not an event."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  keyhook parse captured.json",
      "  keyhook parse --json bodies/*.json",
      "  pbpaste | keyhook parse -"
    })
final class ParseCommand implements Callable<Integer> {

  @Mixin private Output output = new Output();

  @Option(names = "--show-sensitive", description = "Show secrets and personal data.")
  private boolean showSensitive;

  @Parameters(
      paramLabel = "FILE|-",
      arity = "1..*",
      description = "Files with one body each; - is standard input.")
  private List<String> files = List.of();

  @Override
  public Integer call() {
    boolean isGood = true;
    for (String file : files) {
      isGood &= parse(file, Input.bytes(file));
    }
    return isGood ? ExitCode.OK : ExitCode.CHECK_FAILED;
  }

  private boolean parse(String file, byte[] body) {
    Vendor vendor = VendorGuess.of(body).orElse(Vendor.SMARTPHONEKEY);
    try {
      EventFacts facts = EventFacts.of(vendor, body);
      List<BodyLine> lines =
          BodyView.lines(vendor, facts.type(), body, facts.deviations(), showSensitive);
      if (output.isJson()) {
        output.json(json(file, facts, lines));
      } else {
        print(file, facts, lines);
      }
      return true;
    } catch (MalformedEventException e) {
      reject(file, e);
      return false;
    }
  }

  private void reject(String file, MalformedEventException e) {
    if (output.isJson()) {
      ObjectNode node = Json.object().put("file", file);
      node.putObject("error")
          .put("reason", e.reason().name())
          .put("byteOffset", e.byteOffset())
          .put("message", e.getMessage());
      output.json(node);
    } else {
      output.styledLine(
          output.style("bold", file)
              + "  "
              + output.style("red", "not an event: " + e.getMessage()));
    }
  }

  private void print(String file, EventFacts facts, List<BodyLine> lines) {
    output.styledLine(
        output.style("bold", facts.vendor() + " " + facts.type()) + "  " + Text.printable(file));
    output.line("  id       " + facts.id().orElse("(none)"));
    output.line("  time     " + facts.time().map(Object::toString).orElse("(none)"));
    output.line("  subject  " + facts.subject().orElse("(none)"));
    output.line("  class    " + facts.dataClass().orElse("(none: unknown to this version)"));
    for (Deviation deviation : facts.deviations()) {
      output.styledLine("  " + output.style("yellow", "differs  " + deviation));
    }
    for (BodyLine line : lines) {
      output.styledLine("  " + text(line));
    }
  }

  private String text(BodyLine line) {
    String key = line.key() == null ? "" : '"' + line.key() + "\": ";
    boolean opens = line.value().equals("{") || line.value().equals("[");
    String text = "  ".repeat(line.depth()) + key + line.value();
    String comma = line.isLast() || opens || line.depth() == 0 ? "" : ",";
    return line.deviation() == null
        ? Text.printable(text + comma)
        : output.style("yellow", text + comma + "   <- " + line.deviation());
  }

  private static ObjectNode json(String file, EventFacts facts, List<BodyLine> lines) {
    ObjectNode node =
        Json.object()
            .put("file", file)
            .put("vendor", facts.vendor().endpoint())
            .put("type", facts.type())
            .put("id", facts.id().orElse(null))
            .put("time", facts.time().map(Object::toString).orElse(null))
            .put("subject", facts.subject().orElse(null))
            .put("recognized", facts.dataClass().isPresent())
            .put("dataClass", facts.dataClass().orElse(null));
    ArrayNode deviations = node.putArray("deviations");
    for (Deviation deviation : facts.deviations()) {
      deviations
          .addObject()
          .put("kind", deviation.kind().name())
          .put("pointer", deviation.pointer());
    }
    ArrayNode fields = node.putArray("fields");
    for (BodyLine line : lines) {
      if (!line.kind().equals("bracket")) {
        fields
            .addObject()
            .put("pointer", line.pointer())
            .put("value", line.value())
            .put("type", line.type())
            .put("masked", line.isMasked());
      }
    }
    return node;
  }
}
