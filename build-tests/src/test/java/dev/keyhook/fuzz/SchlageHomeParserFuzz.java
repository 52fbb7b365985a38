package dev.keyhook.fuzz;

import dev.keyhook.events.schlagehome.SchlageHomeEvent;
import dev.keyhook.events.schlagehome.SchlageHomeEvents;
import dev.keyhook.testkit.schlagehome.SchlageHomeSamples;
import java.util.List;

/** Fuzzes Schlage Home's parser. */
public final class SchlageHomeParserFuzz {

  private SchlageHomeParserFuzz() {}

  /** Checks one input. */
  public static void fuzzerTestOneInput(byte[] data) {
    ParserPromises.check(SchlageHomeEvents.parser(), data)
        .ifPresent(
            event -> {
              if (event.isRecognized()) {
                SchlageHomeEvent written = SchlageHomeEvent.builder(event.data()).build();
                Promise.holds(
                    SchlageHomeEvents.parser()
                        .parseUnverified(written.raw().toByteArray())
                        .data()
                        .equals(event.data()),
                    "what a builder writes is read as the same data");
              }
            });
  }

  static List<byte[]> seeds() {
    return SchlageHomeSamples.names().stream().map(SchlageHomeSamples::named).toList();
  }
}
