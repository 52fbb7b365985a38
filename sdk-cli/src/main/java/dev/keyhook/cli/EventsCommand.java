package dev.keyhook.cli;

import dev.keyhook.cli.catalogue.Catalogue;
import dev.keyhook.cli.catalogue.CatalogueJson;
import dev.keyhook.cli.catalogue.CataloguePage;
import dev.keyhook.cli.catalogue.CatalogueText;
import dev.keyhook.cli.catalogue.EventDescription;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code keyhook events}: the catalogue of both vendors' events. */
@Command(
    name = "events",
    description = "List the events of both vendors, or describe one: fields, sample, code.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  keyhook events",
      "  keyhook events KeyAdded",
      "  keyhook events \"Shadow Update\" --json",
      "  keyhook events --html events.html"
    })
final class EventsCommand implements Callable<Integer> {

  @Mixin private Output output = new Output();

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write the whole catalogue as one searchable page.")
  private @Nullable Path html;

  @Parameters(
      paramLabel = "TYPE",
      arity = "0..1",
      description = "A type of event; letter case and spaces are ignored.")
  private @Nullable String type;

  @Override
  public Integer call() {
    Catalogue catalogue = Catalogue.get();
    if (html != null) {
      write(html, CataloguePage.of(catalogue));
    } else if (type != null) {
      describe(find(catalogue, type));
    } else if (output.isJson()) {
      output.json(CatalogueJson.of(catalogue.events()));
    } else {
      CatalogueText.list(catalogue, output);
    }
    return ExitCode.OK;
  }

  private void write(Path file, String page) {
    try {
      Files.writeString(file, page);
      output.note("Wrote " + file);
    } catch (IOException e) {
      throw CommandException.usage("Cannot write " + file + ": " + FileProblem.of(e));
    }
  }

  private void describe(EventDescription event) {
    if (output.isJson()) {
      output.json(CatalogueJson.of(event));
    } else {
      CatalogueText.describe(event, output);
    }
  }

  private static EventDescription find(Catalogue catalogue, String name) {
    return catalogue
        .find(name)
        .orElseThrow(
            () -> {
              List<String> similar = catalogue.similar(name);
              return CommandException.usage(
                  "There is no event type '"
                      + name
                      + "'"
                      + (similar.isEmpty()
                          ? "; 'keyhook events' lists all"
                          : "; did you mean " + String.join(", ", similar) + "?"));
            });
  }
}
