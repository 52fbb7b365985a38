package dev.keyhook.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A run replaces its own part of RESULTS.md, and keeps the rest. */
class ResultsTest {

  private static final String DOCUMENT =
      """
      # Benchmark results

      old table

      ## Explanations

      text

      ## Other

      ### Store

      old rows

      ### Explanations of the others

      more text
      """;

  @Test
  void newTablesKeepTheTextThatIsWrittenByHandAndAllLaterSections() {
    String text = Results.withTables(DOCUMENT, "# Benchmark results\n\nnew table\n");

    assertThat(text).isEqualTo(DOCUMENT.replace("old table", "new table"));
  }

  @Test
  void newTablesKeepTheTextOfTheRealDocument() throws IOException {
    String document = Files.readString(Path.of("RESULTS.md"));
    String kept = document.substring(document.indexOf("\n## Explanations\n"));

    assertThat(Results.withTables(document, "tables\n")).isEqualTo("tables\n" + kept);
  }

  @Test
  void newTablesAreRefusedIfTheDocumentLacksTheHeadingOfTheTextToKeep() {
    String document = DOCUMENT.replace("## Explanations\n", "## Notes\n");

    assertThatIllegalStateException()
        .isThrownBy(() -> Results.withTables(document, "tables\n"))
        .withMessageContaining("\"## Explanations\"");
  }

  @Test
  void aNewDocumentHasAPlaceForText() {
    assertThat(Results.withTables("", "tables\n")).isEqualTo("tables\n\n## Explanations\n");
  }

  @Test
  void aSectionEndsBeforeTheNextHeading() {
    assertThat(Results.section(DOCUMENT, "### Store")).isEqualTo("old rows");
    assertThat(Results.withSection(DOCUMENT, "### Store", "new rows\n"))
        .isEqualTo(DOCUMENT.replace("old rows", "new rows"));
  }

  @Test
  void theLastSectionEndsWithTheDocument() {
    assertThat(Results.withSection(DOCUMENT, "### Explanations of the others", "new text"))
        .isEqualTo(DOCUMENT.replace("more text", "new text"));
  }

  @Test
  void anUnknownSectionIsRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Results.withSection(DOCUMENT, "### Drain", "rows"))
        .withMessageContaining("\"### Drain\"");
  }
}
