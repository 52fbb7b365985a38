package dev.keyhook.cli.catalogue;

import static dev.keyhook.cli.Html.escape;

import dev.keyhook.cli.Json;
import dev.keyhook.cli.Resources;
import dev.keyhook.cli.Text;
import dev.keyhook.cli.catalogue.FieldDescription.KnownValue;
import java.util.Locale;

/** The catalogue as one self-contained page. The same catalogue always gives the same bytes. */
public final class CataloguePage {

  private CataloguePage() {}

  /** Returns the page. */
  public static String of(Catalogue catalogue) {
    StringBuilder nav = new StringBuilder();
    StringBuilder main = new StringBuilder();
    for (Vendor vendor : Vendor.all()) {
      int count = catalogue.events(vendor).size();
      nav.append("<h2>" + escape(vendor.label()) + "</h2>\n");
      main.append("<h2 class=\"vendor\">" + escape(vendor.label()));
      main.append(" <small>" + Text.count(count, "event type") + "</small></h2>\n");
      String family = "";
      for (EventDescription event : catalogue.events(vendor)) {
        if (!event.family().equals(family)) {
          family = event.family();
          nav.append("<h3>" + escape(family) + "</h3>\n");
        }
        nav.append("<a href=\"#" + anchor(event) + "\">" + escape(event.type()) + "</a>\n");
        section(main, event);
      }
    }
    return Resources.text("catalogue/catalogue.html")
        .replace("<!--nav-->\n", nav)
        .replace("<!--main-->\n", main);
  }

  private static String anchor(EventDescription event) {
    return event.vendor().endpoint() + "-" + event.className();
  }

  private static void section(StringBuilder page, EventDescription event) {
    page.append("<section id=\"" + anchor(event) + "\" data-search=\"" + words(event) + "\">\n");
    page.append("<h3>" + escape(event.type()) + "</h3>\n<p class=\"tags\">");
    tag(page, "family", event.family());
    tag(page, event.delivery(), "delivery " + event.delivery());
    tag(page, "class", event.className());
    tag(page, "pointer", event.dataPointer());
    page.append("</p>\n<p>" + escape(event.description()) + "</p>\n");
    page.append("<table>\n<thead><tr><th>field</th><th>type</th><th>meaning</th></tr></thead>\n");
    event.fields().forEach(field -> row(page, field));
    page.append("</table>\n<details><summary>Sample and code</summary>\n");
    page.append("<pre tabindex=\"0\">" + escape(Json.pretty(event.sample())) + "</pre>\n");
    String code = event.vendor().entry() + ".router()\n    " + event.snippet();
    page.append("<pre tabindex=\"0\">" + escape(code) + "</pre>\n</details>\n</section>\n");
  }

  private static void row(StringBuilder page, FieldDescription field) {
    page.append("<tr><td><code>" + escape(field.path()) + "</code>");
    if (field.required()) {
      page.append("<br><b>required</b>");
    }
    if (field.sensitive()) {
      page.append("<br><b class=\"sensitive\">sensitive</b>");
    }
    page.append("</td><td>" + escape(field.type()));
    if (field.nullable()) {
      page.append(" or null");
    }
    if (!field.format().isEmpty()) {
      page.append("<br><small>" + escape(field.format()) + "</small>");
    }
    page.append("</td><td>" + escape(field.description()));
    if (!field.values().isEmpty()) {
      page.append("<ul>");
      for (KnownValue value : field.values()) {
        page.append("<li><code>" + escape(value.value()) + "</code> ");
        page.append(escape(value.description()) + "</li>");
      }
      page.append("</ul>");
    }
    page.append("</td></tr>\n");
  }

  private static void tag(StringBuilder page, String style, String text) {
    page.append("<span class=\"tag " + escape(style) + "\">" + escape(text) + "</span> ");
  }

  private static String words(EventDescription event) {
    StringBuilder words = new StringBuilder(event.type() + " " + event.family());
    event.fields().forEach(field -> words.append(' ').append(field.path()));
    return escape(words.toString().toLowerCase(Locale.ROOT));
  }
}
