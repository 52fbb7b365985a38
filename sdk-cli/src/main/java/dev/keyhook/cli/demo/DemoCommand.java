package dev.keyhook.cli.demo;

import dev.keyhook.cli.CommandException;
import dev.keyhook.cli.ExitCode;
import dev.keyhook.cli.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code keyhook demo}: a day at a building, with checks. */
@Command(
    name = "demo",
    description = {
      "Play a day at a building: two vendors, an attacker and a power cut, against a real receiver"
          + " with an inbox on a loopback port.",
      "Exits with 1 if a check fails."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  keyhook demo"})
public final class DemoCommand implements Callable<Integer> {

  @Mixin private Output output = new Output();

  @Override
  public Integer call() {
    try {
      Path folder = Files.createTempDirectory("keyhook-demo");
      try (Day day = new Day(new DayTable(output), folder)) {
        return day.play() ? ExitCode.OK : ExitCode.CHECK_FAILED;
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw CommandException.failed("The demo cannot run: " + e.getMessage(), e);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
        Files.deleteIfExists(file);
      }
    }
  }
}
