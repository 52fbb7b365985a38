package dev.keyhook.spring;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** An application in a process of its own, which can be killed. */
final class ChildApplication implements AutoCloseable {

  private final Process process;
  private final int port;

  private ChildApplication(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts an application and waits until it is ready.
   *
   * @param main prints {@link RecordingApplication#READY} and its port
   * @param options of the JVM
   * @param classes a folder in front of this JVM's class path; null for none
   */
  static ChildApplication start(
      Class<?> main, List<String> options, Path classes, String... arguments) throws IOException {
    String own = System.getProperty("java.class.path");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-cp");
    command.add(classes == null ? own : classes + File.pathSeparator + own);
    command.add(main.getName());
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    CompletableFuture<Integer> port = new CompletableFuture<>();
    Thread reader = new Thread(() -> read(process, port), "output of " + main.getSimpleName());
    reader.setDaemon(true);
    reader.start();
    return new ChildApplication(process, port.join());
  }

  private static void read(Process process, CompletableFuture<Integer> port) {
    StringBuilder output = new StringBuilder();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(RecordingApplication.READY)) {
          port.complete(Integer.valueOf(line.substring(RecordingApplication.READY.length())));
        } else if (!port.isDone()) {
          output.append(line).append('\n');
        }
      }
      port.completeExceptionally(new AssertionError("The application ended:\n" + output));
    } catch (IOException e) {
      port.completeExceptionally(new UncheckedIOException(e));
    }
  }

  int port() {
    return port;
  }

  /** Kills the process, as {@code kill -9} does. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  @Override
  public void close() {
    kill();
  }
}
