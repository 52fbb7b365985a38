package dev.keyhook.cli.drift;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyhook.cli.CommandException;
import dev.keyhook.cli.ExitCode;
import dev.keyhook.cli.FileProblem;
import dev.keyhook.cli.Input;
import dev.keyhook.cli.Json;
import dev.keyhook.cli.Output;
import dev.keyhook.cli.Text;
import dev.keyhook.cli.catalogue.Catalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * {@code keyhook drift}: compares what a vendor publishes or sends with what this version knows.
 */
@Command(
    name = "drift",
    description = {
      "Compare SmartphoneKey's newer event-schemas.json, a captured body, or a folder of captured"
          + " bodies of either vendor with what this version knows.",
      "Exits with 3 if something differs."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  keyhook drift event-schemas.json",
      "  keyhook drift captured/",
      "  keyhook drift --json captured/ > drift.json"
    })
public final class DriftCommand implements Callable<Integer> {

  @Mixin private Output output = new Output();

  @Parameters(
      paramLabel = "FILE|FOLDER",
      arity = "1",
      description = "A schema file, a body, or a folder whose *.json files are bodies.")
  private Path path = Path.of("");

  @Override
  public Integer call() {
    if (Files.isDirectory(path)) {
      return bodies(files());
    }
    byte[] content = Input.bytes(path.toString());
    JsonNode schemas = schemas(content);
    return schemas == null ? bodies(List.of(path)) : schemas(schemas);
  }

  private static @Nullable JsonNode schemas(byte[] content) {
    try {
      JsonNode file = Json.mapper().readTree(content);
      return SchemaDrift.isSchemaFile(file) ? file : null;
    } catch (JacksonException e) {
      return null; // reported as a body that is not an event
    } catch (IOException e) {
      throw CommandException.failed("Cannot read the file", e);
    }
  }

  private int schemas(JsonNode file) {
    Baseline baseline = Baseline.read();
    List<Finding> findings = new SchemaDrift(Catalogue.get(), baseline).compare(file);
    String version = file.path("version").asText("(none)");
    return report(
        "event-schemas.json, version "
            + version
            + " against "
            + baseline.version()
            + ", "
            + Text.count(file.path("events").size(), "type"),
        findings);
  }

  private List<Path> files() {
    try (Stream<Path> all = Files.walk(path)) {
      List<Path> files =
          all.filter(Files::isRegularFile)
              .filter(file -> file.getFileName().toString().endsWith(".json"))
              .sorted()
              .toList();
      if (files.isEmpty()) {
        throw CommandException.usage("There is no *.json file in " + path);
      }
      return files;
    } catch (IOException e) {
      throw CommandException.usage("Cannot read the folder " + path + ": " + FileProblem.of(e));
    }
  }

  private int bodies(List<Path> files) {
    BodyDrift drift = new BodyDrift();
    files.forEach(file -> drift.add(file.toString(), Input.bytes(file.toString())));
    return report(drift.bodies() == 1 ? "1 body" : drift.bodies() + " bodies", drift.findings());
  }

  private int report(String subject, List<Finding> findings) {
    if (output.isJson()) {
      output.json(json(subject, findings));
    } else {
      print(subject, findings);
    }
    return findings.isEmpty() ? ExitCode.OK : ExitCode.DRIFT;
  }

  private void print(String subject, List<Finding> findings) {
    output.line(subject);
    if (findings.isEmpty()) {
      output.styledLine(output.style("green", "No drift."));
      return;
    }
    for (Finding.Kind kind : Finding.Kind.values()) {
      List<Finding> some = findings.stream().filter(each -> each.kind() == kind).toList();
      if (!some.isEmpty()) {
        String title = kind.name().replace('_', ' ').toLowerCase(Locale.ROOT);
        output.line("");
        output.styledLine(
            output.style(kind.isBreaking() ? "bold,yellow" : "bold", title)
                + " ("
                + some.size()
                + ")");
        output.line("  strict parser: " + kind.strict());
        output.line("  Keyhook:       " + kind.keyhook());
        some.forEach(this::print);
      }
    }
    long breaking = findings.stream().filter(each -> each.kind().isBreaking()).count();
    output.line("");
    output.line(
        Text.count(findings.size(), "difference")
            + ", "
            + breaking
            + " of which break a strict parser.");
  }

  private void print(Finding finding) {
    String place = (finding.type() + " " + finding.place()).strip();
    String times = finding.count() == 1 ? "" : ", " + finding.count() + " times";
    output.line("  - " + place + ": " + finding.detail() + times);
  }

  private static ObjectNode json(String subject, List<Finding> findings) {
    ObjectNode node = Json.object().put("compared", subject).put("drift", !findings.isEmpty());
    ArrayNode list = node.putArray("findings");
    for (Finding finding : findings) {
      list.addObject()
          .put("kind", finding.kind().name())
          .put("type", finding.type())
          .put("place", finding.place())
          .put("detail", finding.detail())
          .put("count", finding.count())
          .put("breaksStrictParser", finding.kind().isBreaking())
          .put("strictParser", finding.kind().strict())
          .put("keyhook", finding.kind().keyhook());
    }
    return node;
  }
}
