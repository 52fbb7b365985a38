package dev.keyhook.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A child JVM with this class path. It reads a line for each command and responds with a line. */
public final class Child implements AutoCloseable {

  private final Process process;
  private final BufferedReader out;

  /** Starts a main class with options of the JVM and arguments. */
  public Child(List<String> options, Class<?> main, String... args) throws IOException {
    this(Map.of(), options, main, args);
  }

  /** Starts a main class with environment variables, options of the JVM and arguments. */
  public Child(Map<String, String> environment, List<String> options, Class<?> main, String... args)
      throws IOException {
    this(System.getProperty("java.class.path"), environment, options, main, args);
  }

  /** Starts a main class with another class path. */
  public Child(
      String classPath,
      Map<String, String> environment,
      List<String> options,
      Class<?> main,
      String... args)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-cp");
    command.add(classPath);
    command.add(main.getName());
    command.addAll(List.of(args));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    process = builder.start();
    out = process.inputReader(UTF_8);
  }

  /** Sends a line, and returns the next line of output. */
  public String ask(String line) {
    try {
      process.outputWriter(UTF_8).append(line).append('\n').flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return next();
  }

  /** Returns the next line. */
  public String next() {
    String line = nextOrNull();
    if (line == null) {
      throw new IllegalStateException("the process has ended too early");
    }
    return line;
  }

  /** Returns the next line, or null when the process has ended. */
  public String nextOrNull() {
    try {
      return out.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the process. */
  @Override
  public void close() throws IOException {
    process.outputWriter(UTF_8).close();
    process.destroy();
  }
}
