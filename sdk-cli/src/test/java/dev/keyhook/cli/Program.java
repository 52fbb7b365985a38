package dev.keyhook.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the command in a separate process. */
public final class Program implements AutoCloseable {

  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

  private final Process process;
  private final Path output;

  private Program(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** Starts it with the class path of this test. */
  public static Program start(Path folder, String... args) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                JAVA.toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.keyhook.cli.Keyhook"));
    command.addAll(List.of(args));
    return start(folder, command);
  }

  /** Starts the executable jar, alone. */
  static Program startJar(Path folder, String... args) throws IOException {
    return startJar(folder, List.of(), args);
  }

  /** Starts the executable jar with options of the JVM. */
  static Program startJar(Path folder, List<String> jvm, String... args) throws IOException {
    Path jar = Path.of("target", "keyhook.jar").toAbsolutePath();
    List<String> command = new ArrayList<>(List.of(JAVA.toString()));
    command.addAll(jvm);
    command.addAll(List.of("-jar", jar.toString()));
    command.addAll(List.of(args));
    return start(folder, command);
  }

  /** Starts a launcher script with the Java of this test. */
  static Program startScript(Path folder, Path script, String... args) throws IOException {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(args));
    return start(folder, command);
  }

  private static Program start(Path folder, List<String> command) throws IOException {
    Path output = Files.createTempFile(folder, "output", ".txt");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
    Process process =
        builder
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    process.getOutputStream().close();
    return new Program(process, output);
  }

  /** Waits until it has written its ready file, and returns the base URL. */
  public String awaitReady(Path readyFile) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!Files.exists(readyFile)) {
      assertThat(process.isAlive()).as(() -> "It ended early: " + output()).isTrue();
      assertThat(System.nanoTime() - end).as("nanoseconds past the limit").isNegative();
      process.waitFor(20, TimeUnit.MILLISECONDS);
    }
    return Files.readString(readyFile);
  }

  /** Waits for its end and returns its exit code. */
  public int exitCode() throws InterruptedException {
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).as(this::output).isTrue();
    return process.exitValue();
  }

  /** Sends SIGTERM. */
  public void interrupt() {
    process.destroy();
  }

  /** Kills the process, as a power cut would. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Returns what it has printed so far. */
  public String output() {
    try {
      return Files.readString(output, UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
