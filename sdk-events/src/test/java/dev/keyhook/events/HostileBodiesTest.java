package dev.keyhook.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhook.Event;
import dev.keyhook.EventParser;
import dev.keyhook.MalformedEventException;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Time and memory are linear in the size of a body, and the stack depth is bounded. */
class HostileBodiesTest {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private static final int SMALL = 1 << 15;
  private static final int GROWTH = 8;

  @Test
  void survivesOneMebibyteOfAnythingWithASmallHeapAndASmallStack(@TempDir Path folder)
      throws Exception {
    Path output = folder.resolve("output.txt");
    Process program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-Xss512k",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath(),
                HostileBodies.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(program.waitFor(5, TimeUnit.MINUTES)).isTrue();
    } finally {
      program.destroyForcibly();
    }

    assertThat(program.exitValue()).as(Files.readString(output)).isZero();
    assertThat(Files.readString(output)).contains(HostileBodies.all().size() + " bodies");
  }

  private static String classPath() {
    // Surefire's class path is a jar with a manifest only; the real class path is in a property.
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    assertThat(path).contains(File.pathSeparator);
    return path;
  }

  @Test
  void takesLinearTime() {
    for (Map.Entry<String, IntFunction<byte[]>> hostile : HostileBodies.all().entrySet()) {
      EventParser<? extends Event<?>> parser = HostileBodies.parserFor(hostile.getKey());
      long small = fastest(parser, hostile.getValue().apply(SMALL));
      long large = fastest(parser, hostile.getValue().apply(SMALL * GROWTH));

      // In proportion it is 8 times as much; with the square it would be 64 times.
      assertThat(large)
          .as(hostile.getKey())
          .isLessThan(3 * GROWTH * small + TimeUnit.MILLISECONDS.toNanos(3));
    }
  }

  /** Returns processor time, which does not depend on what else the machine does. */
  private static long fastest(EventParser<? extends Event<?>> parser, byte[] body) {
    long fastest = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      long begin = THREADS.getCurrentThreadCpuTime();
      try {
        parser.parseUnverified(body).deviations();
      } catch (MalformedEventException refused) {
        assertThat(refused.byteOffset()).isNotNegative();
      }
      fastest = Math.min(fastest, THREADS.getCurrentThreadCpuTime() - begin);
    }
    return fastest;
  }
}
