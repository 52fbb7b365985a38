package dev.keyhook.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A {@link NodeMain} in a separate process. */
final class NodeProcess implements AutoCloseable {

  private final Process process;
  private final PrintStream in;

  private NodeProcess(Process process) {
    this.process = process;
    this.in = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
  }

  static NodeProcess start(String... settings) throws IOException {
    return start(Map.of(), settings);
  }

  static NodeProcess start(Map<String, String> environment, String... settings) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Xmx64m",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                NodeMain.class.getName()));
    command.addAll(List.of(settings));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectError(new File(System.getProperty("java.io.tmpdir"), "keyhook-node.err"));
    builder.environment().putAll(environment);
    return new NodeProcess(builder.start());
  }

  /** Reads the lines of the process on this thread until it ends. */
  void readLines(Consumer<String> onLine) {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        onLine.accept(line);
      }
    } catch (IOException e) {
      // It was killed while it wrote.
    }
  }

  synchronized void send(Ring ring) {
    in.println(ring.id() + " " + ring.door() + " " + ring.text());
  }

  void signal(String name) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }

  /** Ends it as {@code kill -9} does. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    kill();
  }
}
