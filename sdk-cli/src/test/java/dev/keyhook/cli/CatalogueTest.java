package dev.keyhook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyhook.cli.body.EventFacts;
import dev.keyhook.cli.catalogue.Catalogue;
import dev.keyhook.cli.catalogue.CataloguePage;
import dev.keyhook.cli.catalogue.EventDescription;
import dev.keyhook.cli.catalogue.Vendor;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The catalogue of events. */
class CatalogueTest {

  private static final Path PAGE =
      Path.of(System.getProperty("keyhook.root", ".."), "docs", "events.html");

  @Test
  void thePageInTheDocumentationIsUpToDate() throws Exception {
    String page = CataloguePage.of(Catalogue.get());
    if (Boolean.getBoolean("catalogue.update")) {
      Files.writeString(PAGE, page);
    }
    assertThat(PAGE)
        .as("docs/events.html; to write it again: -Dtest=CatalogueTest -Dcatalogue.update=true")
        .hasContent(page);
  }

  @Test
  void thePageIsSelfContained() {
    assertThat(CataloguePage.of(Catalogue.get()))
        .doesNotContain("src=\"http", "href=\"http", "@import", "url(");
  }

  @Test
  void everyTypeIsDescribedWithASampleThatIsReadWithoutDeviation() throws Exception {
    assertThat(Catalogue.get().events()).hasSize(93);
    for (EventDescription event : Catalogue.get().events()) {
      byte[] sample = Json.mapper().writeValueAsBytes(event.sample());
      EventFacts facts = EventFacts.of(event.vendor(), sample);
      assertThat(facts.type()).isEqualTo(event.type());
      assertThat(facts.dataClass()).contains(event.className());
      assertThat(facts.deviations()).as(event.type()).isEmpty();
      assertThat(event.description()).isNotBlank();
      assertThat(event.fields())
          .isNotEmpty()
          .allSatisfy(field -> assertThat(field.description()).as(field.path()).isNotBlank());
    }
  }

  @Test
  void aTypeIsFoundWhateverItsSpelling() {
    assertThat(Catalogue.get().find("shadow-update").map(EventDescription::type))
        .contains("Shadow Update");
    assertThat(Catalogue.get().find(Vendor.SMARTPHONEKEY, "shadow-update")).isEmpty();
  }

  @Test
  void theCatalogueIsPrintedAsTextAndAsJson() throws Exception {
    assertThat(Command.run("events").out()).contains("SmartphoneKey: 90 event types", "KeyAdded");
    assertThat(Command.run("events", "TempKeyCreated").out())
        .contains("maxUses", "nullable", ".on(TempKeyCreated.class");
    JsonNode json = Json.mapper().readTree(Command.run("events", "KeyAdded", "--json").out());
    assertThat(json.path("fields").findValuesAsText("path")).contains("keyUuid");
    assertThat(json.path("delivery").asText()).isEqualTo("confirmed");
  }
}
