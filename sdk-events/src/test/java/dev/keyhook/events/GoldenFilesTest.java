package dev.keyhook.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhook.Deviation;
import dev.keyhook.Event;
import dev.keyhook.MissingFieldException;
import dev.keyhook.events.Vendor.Example;
import dev.keyhook.events.Vendor.Shape;
import dev.keyhook.events.schlagehome.SchlageHomeEvent;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares each parsed example with a text file in {@code src/test/resources/golden}. Update the
 * files with {@code -Dgolden.update=true}, and review the diff.
 */
class GoldenFilesTest {

  private static final boolean UPDATE = Boolean.getBoolean("golden.update");
  private static final Path FOLDER = Path.of("src", "test", "resources", "golden");

  static Stream<Example> everyExample() {
    return Vendor.everyExample();
  }

  @ParameterizedTest
  @MethodSource("everyExample")
  void matchesTheGoldenFile(Example example) throws IOException {
    Path file = file(example);
    String actual = textOf(example);
    if (UPDATE) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, actual);
    }

    assertThat(file).as("Write it with -Dgolden.update=true").exists();
    assertThat(actual).isEqualTo(Files.readString(file));
  }

  @Test
  void hasNoGoldenFileWithoutAnExample() throws IOException {
    List<Path> expected = Vendor.everyExample().map(GoldenFilesTest::file).toList();
    try (Stream<Path> files = Files.walk(FOLDER)) {
      List<Path> actual = files.filter(Files::isRegularFile).toList();

      assertThat(actual).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  private static Path file(Example example) {
    String folder = example.vendor() == Vendor.SMARTPHONE_KEY ? "smartphonekey" : "schlagehome";
    return FOLDER.resolve(folder).resolve(example.name() + ".txt");
  }

  private static String textOf(Example example) {
    Event<?> event = example.parse();
    StringBuilder text = new StringBuilder();
    line(text, "type", event.type());
    line(text, "id", orMissing(event::id));
    line(text, "time", orMissing(event::time));
    if (event instanceof SmartphoneKeyEvent key) {
      line(text, "source", key.source());
      line(text, "account", key.account().orElse("-"));
      line(text, "region", key.region().orElse("-"));
      line(text, "resources", key.resources());
      line(text, "partnerId", key.partnerId().orElse("-"));
      key.aggregate()
          .ifPresent(
              aggregate -> {
                line(text, "aggregate", aggregate);
                line(text, "timestamp", aggregate.timestamp());
              });
    } else if (event instanceof SchlageHomeEvent home) {
      line(text, "deviceId", orMissing(home::deviceId));
      line(text, "eventType", home.eventType());
      line(text, "version", home.version().orElse("-"));
    }
    text.append('\n');
    if (example.isRecognized()) {
      Shape shape = example.shape();
      line(text, "data", event.data().getClass().getSimpleName());
      append(text, Values.read(shape, event.data()), "  ");
    } else {
      line(text, "data", event.data().toJson().text());
    }
    text.append('\n');
    line(text, "printed", event);
    line(text, "data printed", event.data());
    event.deviations().stream()
        .map(Deviation::toString)
        .sorted()
        .forEach(deviation -> line(text, "deviation", deviation));
    return text.toString();
  }

  private static void append(StringBuilder text, Object value, String indent) {
    if (value instanceof Map<?, ?> map) {
      map.forEach(
          (name, part) -> {
            boolean nested =
                part instanceof Map
                    || (part instanceof List<?> list
                        && list.stream().anyMatch(Map.class::isInstance));
            text.append(indent).append(name).append(':');
            if (nested) {
              text.append('\n');
              append(text, part, indent + "  ");
            } else {
              text.append(' ').append(shown(part)).append('\n');
            }
          });
    } else if (value instanceof List<?> list) {
      list.forEach(
          part -> {
            text.append(indent).append("-\n");
            append(text, part, indent + "  ");
          });
    }
  }

  private static Object shown(Object value) {
    if (value instanceof Values.Word word) {
      return word.value() + (word.isKnown() ? "" : " (not known)");
    }
    if (value instanceof Values.Missing missing) {
      return "(missing " + missing.pointer() + ")";
    }
    return value instanceof java.util.Optional<?> ? "-" : value;
  }

  private static Object orMissing(Supplier<Object> accessor) {
    try {
      return accessor.get();
    } catch (MissingFieldException missing) {
      return "(missing " + missing.pointer() + ")";
    }
  }

  private static void line(StringBuilder text, String name, Object value) {
    text.append(name).append(": ").append(value).append('\n');
  }
}
