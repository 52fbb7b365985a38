package dev.keyhook.cli.demo;

import dev.keyhook.cli.CommandException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The receiver: {@code keyhook listen --inbox} in a process of its own, which can be killed. */
final class Receiver implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Path folder;
  private final List<String> options;
  private final Process process;
  private final URI base;

  private Receiver(Path folder, List<String> options, Process process, URI base) {
    this.folder = folder;
    this.options = options;
    this.process = process;
    this.base = base;
  }

  /**
   * Starts the receiver.
   *
   * @param folder where the inbox and the log of handled events are
   */
  static Receiver start(Path folder, List<String> options) throws IOException {
    return start(folder, options, 0);
  }

  private static Receiver start(Path folder, List<String> options, int port) throws IOException {
    Path ready = folder.resolve("ready");
    Files.deleteIfExists(ready);
    List<String> command = new ArrayList<>(java());
    command.addAll(
        List.of("listen", "--port", Integer.toString(port), "--ready-file", ready.toString()));
    command.addAll(List.of("--inbox", folder.resolve("keyhook.db").toString()));
    command.addAll(List.of("--handled-log", log(folder).toString()));
    command.addAll(options);
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("receiver.txt").toFile())
            .start();
    process.getOutputStream().close();
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!Files.exists(ready)) {
      if (!process.isAlive() || System.nanoTime() - end > 0) {
        process.destroyForcibly();
        String output = Files.readString(folder.resolve("receiver.txt"));
        throw CommandException.failed("The receiver did not start: " + output, null);
      }
      LockSupport.parkNanos(10_000_000);
    }
    return new Receiver(folder, options, process, URI.create(Files.readString(ready)));
  }

  private static List<String> java() {
    String program = ProcessHandle.current().info().command().orElse("java");
    return List.of(
        program, "-cp", System.getProperty("java.class.path"), "dev.keyhook.cli.Keyhook");
  }

  private static Path log(Path folder) {
    return folder.resolve("handled.log");
  }

  URI base() {
    return base;
  }

  /** Returns the log of handled events. */
  Path log() {
    return log(folder);
  }

  /** Returns how often an event was handled. */
  long handled(String id) {
    try {
      return Files.exists(log())
          ? Files.readAllLines(log(), StandardCharsets.UTF_8).stream()
              .filter(line -> line.contains("\t" + id + "\t"))
              .count()
          : 0;
    } catch (IOException e) {
      throw CommandException.failed("Cannot read " + log(), e);
    }
  }

  /** Waits until an event was handled, and returns how often. */
  long awaitHandled(String id) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (handled(id) == 0 && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(5_000_000);
    }
    return handled(id);
  }

  /** Kills the receiver, as a power cut would, and starts it again on the same port. */
  Receiver afterPowerCut() throws IOException {
    process.destroyForcibly();
    await();
    return start(folder, options, base.getPort());
  }

  private void await() {
    try {
      process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    process.destroy();
    await();
  }
}
