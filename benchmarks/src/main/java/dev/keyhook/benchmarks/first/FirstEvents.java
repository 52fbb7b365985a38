package dev.keyhook.benchmarks.first;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/**
 * Measures whole processes, from the start of a JVM to its end, with one verified and parsed event
 * in between. The programs take turns, so that other load on the machine affects all of them.
 */
public final class FirstEvents {

  private static final List<Class<?>> PROGRAMS =
      List.of(
          FirstNothing.class,
          FirstKeyhook.class,
          FirstReceiver.class,
          FirstDatabind.class,
          FirstLine.class,
          FirstStripe.class);

  private final Path folder;
  private final Path programs;

  /**
   * Creates a measurement.
   *
   * @param folder for its files
   */
  public FirstEvents(Path folder) throws IOException {
    this.folder = folder;
    this.programs = folder.resolve("programs.jar");
    writePrograms();
  }

  /**
   * One program.
   *
   * @param name for the table
   * @param program its main class
   * @param classPath its further class path; may be empty
   * @param body what it parses
   * @param header creates the header with the credential; called before each run
   * @param secret the secret or key to verify with
   * @param prints the output of a successful run
   */
  public record Contestant(
      String name,
      Class<?> program,
      String classPath,
      String body,
      Supplier<String> header,
      String secret,
      String prints) {}

  /**
   * The durations of one program's runs.
   *
   * @param plain in milliseconds
   * @param shared the same with the classes of a dynamic archive (AppCDS)
   */
  public record Times(List<Double> plain, List<Double> shared) {}

  /** Runs each program the given number of times, with and without an archive. */
  public Map<String, Times> race(List<Contestant> contestants, int runs)
      throws IOException, InterruptedException {
    Map<String, List<String>> archives = new LinkedHashMap<>();
    for (Contestant one : contestants) {
      Path archive = folder.resolve(one.program().getSimpleName() + ".jsa");
      run(one, List.of("-XX:ArchiveClassesAtExit=" + archive));
      archives.put(one.name(), List.of("-XX:SharedArchiveFile=" + archive));
    }
    Map<String, Times> times = new LinkedHashMap<>();
    for (Contestant one : contestants) {
      times.put(one.name(), new Times(new ArrayList<>(), new ArrayList<>()));
    }
    for (int run = 0; run < runs; run++) {
      for (Contestant one : contestants) {
        Times of = times.get(one.name());
        of.plain().add(run(one, List.of()));
        of.shared().add(run(one, archives.get(one.name())));
      }
    }
    return times;
  }

  /** Runs one program once; returns the duration in milliseconds. */
  public double run(Contestant one, List<String> options) throws IOException, InterruptedException {
    Path body = folder.resolve(one.program().getSimpleName() + ".json");
    Files.writeString(body, one.body(), UTF_8);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-cp");
    command.add(
        one.classPath().isEmpty()
            ? programs.toString()
            : programs + File.pathSeparator + one.classPath());
    command.addAll(
        List.of(one.program().getName(), body.toString(), one.header().get(), one.secret()));
    ProcessBuilder process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    long start = System.nanoTime();
    Process running = process.start();
    String printed = new String(running.getInputStream().readAllBytes(), UTF_8);
    int exit = running.waitFor();
    double millis = (System.nanoTime() - start) / (double) TimeUnit.MILLISECONDS.toNanos(1);
    if (exit != 0 || !printed.contains(one.prints())) {
      throw new IllegalStateException(one.name() + " ended with " + exit + ": " + printed);
    }
    return millis;
  }

  /** AppCDS needs jars, not folders. Each program gets a jar with its own classes only. */
  private void writePrograms() throws IOException {
    try (OutputStream file = Files.newOutputStream(programs);
        JarOutputStream jar = new JarOutputStream(file)) {
      for (Class<?> program : PROGRAMS) {
        // The program's class and its nested classes.
        writeClass(jar, program);
        for (Class<?> inner : program.getDeclaredClasses()) {
          writeClass(jar, inner);
        }
      }
    }
  }

  private static void writeClass(JarOutputStream jar, Class<?> written) throws IOException {
    String name = written.getName().replace('.', '/') + ".class";
    jar.putNextEntry(new JarEntry(name));
    try (InputStream in = written.getClassLoader().getResourceAsStream(name)) {
      in.transferTo(jar);
    }
    jar.closeEntry();
  }
}
