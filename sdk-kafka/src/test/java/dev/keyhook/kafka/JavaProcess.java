package dev.keyhook.kafka;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts a program on the class path of the tests in a process with a small JVM. */
final class JavaProcess {

  private JavaProcess() {}

  /**
   * Starts a program.
   *
   * @param output the file to which its output is appended
   * @param heap the largest size of its heap, in the form of {@code -Xmx}
   * @param main the name of its class
   */
  static Process start(Path output, String heap, String main, List<String> arguments)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Djava.io.tmpdir=" + output.getParent(), // a killed process leaves files behind
                "-cp",
                System.getProperty("java.class.path"),
                main));
    command.addAll(arguments);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
        .start();
  }
}
