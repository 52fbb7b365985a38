package dev.keyhook.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ParseEventsTest {

  private static final Path SAMPLES = Path.of("samples");

  @Test
  void printsALineForEachSample() throws Exception {
    String printed = outputOf(SAMPLES.toString());

    try (Stream<Path> samples = Files.list(SAMPLES)) {
      assertThat(printed.lines()).hasSize((int) samples.count());
    }
    assertThat(printed)
        .contains("added to lock 4321")
        .contains("is up to date")
        .contains("has a pending change")
        .contains("DoorPropped")
        .contains("an unknown type  (differs from the schema: ")
        .doesNotContain("not an event");
  }

  @Test
  void readsEventsFromLinesOfStandardInput() throws Exception {
    byte[] event =
        Files.readString(SAMPLES.resolve("03-key-added.json")).replace("\n", "").getBytes(UTF_8);
    InputStream before = System.in;
    try {
      System.setIn(new ByteArrayInputStream(event));
      assertThat(outputOf()).contains("KeyAdded").contains("added to lock 4321");
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void saysWhyABodyIsNotAnEvent() {
    assertThat(ParseEvents.describe("[]".getBytes(UTF_8))).startsWith("not an event: ");
    assertThat(ParseEvents.describe("{}".getBytes(UTF_8))).startsWith("not an event: ");
    assertThat(ParseEvents.describe("{".getBytes(UTF_8))).contains("TRUNCATED at byte 1");
  }

  private static String outputOf(String... args) throws Exception {
    PrintStream before = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(bytes, true, UTF_8));
      ParseEvents.main(args);
    } finally {
      System.setOut(before);
    }
    return bytes.toString(UTF_8);
  }
}
