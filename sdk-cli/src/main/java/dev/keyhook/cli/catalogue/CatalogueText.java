package dev.keyhook.cli.catalogue;

import dev.keyhook.cli.Json;
import dev.keyhook.cli.Output;
import dev.keyhook.cli.Text;
import dev.keyhook.cli.catalogue.FieldDescription.KnownValue;
import java.util.List;

/** The catalogue in a terminal. */
public final class CatalogueText {

  private static final int WIDTH = 96;

  private CatalogueText() {}

  /** Prints one line for each type. */
  public static void list(Catalogue catalogue, Output output) {
    for (Vendor vendor : Vendor.all()) {
      List<EventDescription> events = catalogue.events(vendor);
      output.styledLine(
          output.style("bold", vendor + ": " + Text.count(events.size(), "event type")));
      String family = "";
      for (EventDescription event : events) {
        if (!event.family().equals(family)) {
          family = event.family();
          output.styledLine("  " + output.style("faint", family));
        }
        String status = event.delivery().equals("confirmed") ? "" : " (" + event.delivery() + ")";
        output.line(
            String.format("    %-30s %s", event.type() + status, Text.cut(first(event), 64)));
      }
    }
    output.line("");
    output.line("Describe one: keyhook events TYPE.   As a page: keyhook events --html FILE");
  }

  private static String first(EventDescription event) {
    String text = event.description();
    int end = text.indexOf(". ");
    return end < 0 ? text : text.substring(0, end + 1);
  }

  /** Prints everything about a type. */
  public static void describe(EventDescription event, Output output) {
    output.styledLine(output.style("bold", event.vendor() + " " + event.type()));
    output.line(Text.wrapped(event.description(), WIDTH, "  "));
    output.line("  family    " + event.family());
    output.line("  class     " + event.className());
    output.line("  delivery  " + event.delivery());
    output.line("  data at   " + event.dataPointer());
    output.line("");
    output.styledLine(output.style("bold", "Fields"));
    event.fields().forEach(field -> field(field, output));
    output.line("");
    output.styledLine(output.style("bold", "Sample"));
    output.line(Json.pretty(event.sample()).indent(2).stripTrailing());
    output.line("");
    output.styledLine(output.style("bold", "In a router"));
    output.line("  " + event.vendor().entry() + ".router()");
    output.line("    " + event.snippet());
  }

  private static void field(FieldDescription field, Output output) {
    output.styledLine(
        "  "
            + output.style("cyan", field.path())
            + "  "
            + field.type()
            + (field.format().isEmpty() ? "" : ", " + field.format())
            + (field.required() ? ", required" : "")
            + (field.nullable() ? ", nullable" : "")
            + (field.sensitive() ? ", " + output.style("yellow", "sensitive") : ""));
    output.line(Text.wrapped(field.description(), WIDTH, "      "));
    for (KnownValue value : field.values()) {
      output.line(Text.wrapped(value.value() + ": " + value.description(), WIDTH, "      - "));
    }
  }
}
