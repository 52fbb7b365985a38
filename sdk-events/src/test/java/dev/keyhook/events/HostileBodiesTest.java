package dev.keyhook.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The work, the memory and the stack that a body needs are bounded by its size. */
class HostileBodiesTest {

  @Test
  void survivesOneMebibyteOfAnythingWithASmallHeapAndASmallStack(@TempDir Path folder)
      throws Exception {
    String printed =
        run(
            folder,
            "-Xmx64m",
            "-Xss512k",
            HostileBodies.class.getName(),
            Integer.toString(1 << 20));

    assertThat(printed).contains(HostileBodies.all().size() + " bodies");
  }

  /**
   * In linear time this ends within seconds. In quadratic time, a single body would take longer
   * than the limit.
   */
  @Test
  void parsesBodiesThatAreFourTimesAsLarge(@TempDir Path folder) throws Exception {
    String printed =
        run(
            folder,
            "-Xmx512m",
            "-Xss512k",
            HostileBodies.class.getName(),
            Integer.toString(4 << 20));

    assertThat(printed).contains(HostileBodies.all().size() + " bodies");
  }

  private static String run(Path folder, String... arguments) throws Exception {
    Path output = folder.resolve("output.txt");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", classPath()));
    command.addAll(Arrays.asList(arguments));
    Process program =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(program.waitFor(5, TimeUnit.MINUTES)).as(Files.readString(output)).isTrue();
    } finally {
      program.destroyForcibly();
    }
    assertThat(program.exitValue()).as(Files.readString(output)).isZero();
    return Files.readString(output);
  }

  private static String classPath() {
    // Surefire's class path is a jar with a manifest only; the real class path is in a property.
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    assertThat(path).contains(File.pathSeparator);
    return path;
  }
}
