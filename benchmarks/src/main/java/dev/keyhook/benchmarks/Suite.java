package dev.keyhook.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhook.benchmarks.first.Closure;
import dev.keyhook.benchmarks.first.FirstEvents;
import dev.keyhook.benchmarks.growth.StoreGrowth;
import dev.keyhook.benchmarks.growth.ThreadGrowth;
import dev.keyhook.benchmarks.http.HttpRace;
import dev.keyhook.benchmarks.http.Load;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs all measurements, and writes the tables. CONTRIBUTING.md has the command. */
public final class Suite {

  private static final String PARSE = "\\.ParseBenchmark\\.";
  private static final int PASSES = 3;

  private static final String[] JVM_ARGUMENTS =
      Runtime.version().feature() < 23
          ? new String[] {"-Xms512m", "-Xmx512m"}
          // JMH uses APIs that newer JDKs warn about.
          : new String[] {"-Xms512m", "-Xmx512m", "--sun-misc-unsafe-memory-access=allow"};

  private final Scores scores = new Scores();
  private final boolean isShort;

  private Suite(boolean isShort) {
    this.isShort = isShort;
  }

  /**
   * Runs it.
   *
   * @param args {@code short} for a run of two minutes that only prints; otherwise the file to
   *     write, {@code benchmarks/RESULTS.md} by default
   */
  public static void main(String[] args) throws Exception {
    shareClassPath();
    Suite suite = new Suite(args.length > 0 && args[0].equals("short"));
    Report report = suite.measure();
    if (suite.isShort) {
      System.out.println(report.text());
    } else {
      Path file = args.length > 0 ? Path.of(args[0]) : Results.FILE;
      String before = Files.exists(file) ? Files.readString(file, UTF_8) : "";
      Files.writeString(file, Results.withTables(before, report.text()), UTF_8);
      System.out.println(report.targets());
    }
  }

  /** Within Maven the class path is that of a class loader, but child JVMs need it as text. */
  public static void shareClassPath() throws URISyntaxException {
    if (Suite.class.getClassLoader() instanceof URLClassLoader loader) {
      List<String> entries = new ArrayList<>();
      for (URL entry : loader.getURLs()) {
        entries.add(Path.of(entry.toURI()).toString());
      }
      System.setProperty("java.class.path", String.join(File.pathSeparator, entries));
    }
  }

  private Report measure() throws Exception {
    Report report = new Report(scores, isShort);
    benchmarks();
    report.http = http();
    Path folder = Files.createTempDirectory("keyhook-first");
    try {
      report.closures = closures();
      report.first =
          new FirstEvents(folder).race(Contestants.of(report.closures), isShort ? 5 : 20);
    } finally {
      delete(folder);
    }
    if (!isShort) {
      report.store =
          lines(StoreGrowth.class, "-Xmx4g", "1000000", "2000000", "5000000", "10000000");
      report.threads = threads("platform");
      if (Runtime.version().feature() >= 21) {
        report.virtualThreads = threads("virtual");
      }
    }
    return report;
  }

  // ---- JMH

  private void benchmarks() throws RunnerException {
    if (isShort) {
      run(PARSE + "(keyhook|tokenScan$|databindRecords)", "body", "residentAdded");
      run("RivalParseBenchmark\\.(line|stripeEvent$)", "", "");
      run("ReceiveBenchmark\\.(tokenScan|keyhookBearer)", "", "");
      run("ListenerBenchmark", "", "");
      run("MatterBenchmark", "", "");
      run("SignatureBenchmark", "provider", "JDK");
      return;
    }
    for (int pass = 0; pass < PASSES; pass++) {
      run(PARSE, "body", "residentAdded");
      run("RivalParseBenchmark", "", "");
      run("ReceiveBenchmark", "", "");
      run("ListenerBenchmark", "", "");
      run("MatterBenchmark", "", "");
      for (String provider : Signatures.providers()) {
        run("SignatureBenchmark", "provider", provider);
      }
      if (pass > 0) {
        others();
      }
    }
    for (int kilobytes : Report.SIZES) {
      run("BodySizeBenchmark", "kilobytes", Integer.toString(kilobytes));
    }
  }

  private void others() throws RunnerException {
    for (String body : Report.OTHER_BODIES.keySet()) {
      run(PARSE, "body", body);
    }
    run("SecretBenchmark", "", "");
  }

  private void run(String include, String parameter, String value) throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(include)
            .forks(1)
            .jvmArgs(JVM_ARGUMENTS)
            .warmupIterations(8)
            .warmupTime(TimeValue.milliseconds(250))
            .measurementIterations(5)
            .measurementTime(TimeValue.milliseconds(200))
            .addProfiler(GCProfiler.class)
            .addProfiler(CpuTime.class)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT);
    if (!parameter.isEmpty()) {
      options.param(parameter, value);
    }
    Collection<RunResult> results = new Runner(options.build()).run();
    scores.add(results);
    System.out.println("measured " + include + " " + value);
  }

  // ---- Processes

  private Map<Integer, Map<String, List<Load.Measured>>> http() throws IOException {
    return isShort
        ? HttpRace.run(List.of(16), 2, 1500)
        : HttpRace.run(List.of(1, 16, 128), 8, 1000);
  }

  static Map<String, Closure> closures() {
    Map<String, Closure> all = new LinkedHashMap<>();
    all.put("Keyhook", Closure.of("dev.keyhook:keyhook-webhooks"));
    all.put("databind", Closure.of("com.fasterxml.jackson.datatype:jackson-datatype-jsr310"));
    all.put("line-bot-parser", Closure.of("com.linecorp.bot:line-bot-parser"));
    all.put("stripe-java", Closure.of("com.stripe:stripe-java"));
    all.put("adyen-java-api-library", Closure.of("com.adyen:adyen-java-api-library"));
    all.put("cloudevents-json-jackson", Closure.of("io.cloudevents:cloudevents-json-jackson"));
    return all;
  }

  private static List<String> threads(String kind) throws IOException {
    return lines(ThreadGrowth.class, "-Xmx1g", kind, "1500", "1", "2", "4", "8", "16", "32", "64");
  }

  private static List<String> lines(Class<?> main, String heap, String... args) throws IOException {
    List<String> lines = new ArrayList<>();
    try (Child child = new Child(List.of(heap), main, args)) {
      for (String line = child.nextOrNull(); line != null; line = child.nextOrNull()) {
        lines.add(line);
        System.out.println("measured " + main.getSimpleName() + " " + line);
      }
    }
    return lines;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
