package dev.keyhook.fuzz;

import dev.keyhook.events.smartphonekey.SmartphoneKeyEvent;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import dev.keyhook.testkit.smartphonekey.SmartphoneKeySamples;
import java.util.List;

/** Fuzzes SmartphoneKey's parser. */
public final class SmartphoneKeyParserFuzz {

  private SmartphoneKeyParserFuzz() {}

  /** Checks one input. */
  public static void fuzzerTestOneInput(byte[] data) {
    ParserPromises.check(SmartphoneKeyEvents.parser(), data)
        .ifPresent(
            event -> {
              if (event.isRecognized()) {
                SmartphoneKeyEvent written = SmartphoneKeyEvent.builder(event.data()).build();
                Promise.holds(
                    SmartphoneKeyEvents.parser()
                        .parseUnverified(written.raw().toByteArray())
                        .data()
                        .equals(event.data()),
                    "what a builder writes is read as the same data");
              }
            });
  }

  static List<byte[]> seeds() {
    return SmartphoneKeySamples.names().stream().map(SmartphoneKeySamples::named).toList();
  }
}
