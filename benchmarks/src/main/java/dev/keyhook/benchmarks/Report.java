package dev.keyhook.benchmarks;

import static java.util.Locale.ROOT;

import dev.keyhook.benchmarks.first.Closure;
import dev.keyhook.benchmarks.first.FirstEvents;
import dev.keyhook.benchmarks.http.Load;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Writes the tables of RESULTS.md. */
final class Report {

  static final Map<String, String> OTHER_BODIES = otherBodies();
  static final int[] SIZES = {1, 4, 16, 64, 256, 1024};
  private static final int[] THREADS = {1, 2, 4, 8, 16, 32, 64};
  private static final int[] BOUNDS = {1, 2, 5, 10};

  private static final String SCAN = "ParseBenchmark.tokenScan/residentAdded";
  private static final String OURS = "ParseBenchmark.keyhook/residentAdded";

  private final Scores scores;
  private final boolean isShort;
  private final double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  private final StringBuilder out = new StringBuilder();

  Map<Integer, Map<String, List<Load.Measured>>> http = Map.of();
  Map<String, Closure> closures = Map.of();
  Map<String, FirstEvents.Times> first = Map.of();
  List<String> store = List.of();
  List<String> threads = List.of();
  List<String> virtualThreads = List.of();

  Report(Scores scores, boolean isShort) {
    this.scores = scores;
    this.isShort = isShort;
  }

  private static Map<String, String> otherBodies() {
    Map<String, String> bodies = new LinkedHashMap<>();
    bodies.put("schlage", "Schlage Home, " + Bodies.schlage().length + " bytes");
    bodies.put("detailFirst", "`detail` before `detail-type`, 581 bytes");
    bodies.put("unknownType", "unknown type, 581 bytes");
    bodies.put("shadow4k", "Shadow Update, 4 KiB");
    bodies.put("shadow100k", "Shadow Update, 100 KiB");
    return bodies;
  }

  /** Returns all tables. */
  String text() {
    out.setLength(0);
    head();
    out.append(targets());
    parse();
    verify();
    receive();
    http();
    first();
    if (!isShort) {
      growth();
    }
    return out.toString();
  }

  private void head() {
    line("# Benchmark results");
    line("");
    line(
        "Measured on %s on %s, %d processors, %s; JDK %s. Load average at the start: %.1f.",
        LocalDate.now(ZoneOffset.UTC),
        processor(),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name"),
        System.getProperty("java.runtime.version"),
        load);
    line("");
    line("```sh");
    line(
        "mvn -q -Pbenchmarks -pl benchmarks -am package exec:java -DskipTests%s",
        isShort ? " -Dexec.args=short" : "");
    line("```");
    line("");
    line(
        "Compare the ratios; the absolute times depend on the machine. Each ratio compares two measurements");
    line(
        "of one pass, made within seconds of each other, and is the median of all passes (%d). Time is the",
        isShort ? 1 : 3);
    line(
        "processor time of the measuring thread. It excludes other load on the machine and the garbage");
    line(
        "collector, which runs in its own threads: see the allocated bytes. Each measurement runs in its own");
    line(
        "JVM. The baseline is jackson-core's token scan of the same bytes, without creating strings. Other");
    line("SDKs parse an event of their own vendor of similar size.");
  }

  private static String processor() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/cpuinfo"), StandardCharsets.UTF_8)) {
        if (line.startsWith("model name")) {
          return line.substring(line.indexOf(':') + 1).strip();
        }
      }
    } catch (java.io.IOException e) {
      // Not Linux: use the architecture instead.
    }
    return System.getProperty("os.arch");
  }

  // ---- Targets

  String targets() {
    List<String> rows = new ArrayList<>();
    atMost(
        rows,
        "Typed parse of the 581-byte envelope, relative to the token scan",
        1.5,
        scores.ratio(OURS, SCAN),
        "x");
    atMost(rows, "Allocated by this parse", 2048, scores.bytes(OURS), " B");
    fasterThanSdks(rows);
    atMost(
        rows,
        "Event of a type without a handler, relative to the token scan",
        1.2,
        scores.ratio("ParseBenchmark.keyhookUnhandled/residentAdded", SCAN),
        "x");
    atMost(
        rows,
        "Matter state of a lock, relative to a token scan of its text",
        2,
        scores.ratio("MatterBenchmark.keyhookAsked/lock", "MatterBenchmark.tokenScan/lock"),
        "x");
    for (String provider : Signatures.providers()) {
      if (scores.has("SignatureBenchmark.keyhook/" + provider)) {
        atMost(
            rows,
            "RSA verify, " + provider + ", relative to the bare call",
            1.05,
            signatureRatio(provider),
            "x");
      }
    }
    atMost(
        rows,
        "Receive in memory, bearer secret, relative to the token scan",
        3.0,
        scores.ratio("ReceiveBenchmark.keyhookBearer", "ReceiveBenchmark.tokenScan"),
        "x");
    for (String sender : List.of("bearer", "signed")) {
      atMost(
          rows,
          "Receive in memory with metrics and traces, " + sender + ", relative to no listener",
          1.15,
          listenerRatio("prometheusAndOpenTelemetry", sender),
          "x");
    }
    http.forEach(
        (connections, turns) -> {
          atMost(
              rows,
              "Over HTTP, "
                  + connections
                  + " connections: time with metrics and traces, relative to no listener",
              1.15,
              httpRatio(turns, "/keyhook", "/observed", Load.Measured::perSecond),
              "x");
          atLeast(
              rows,
              "Over HTTP, " + connections + " connections: throughput relative to the echo handler",
              0.85,
              httpRatio(turns, "/keyhook", "/echo", Load.Measured::perSecond),
              "x");
          atMost(
              rows,
              "Over HTTP, " + connections + " connections: p99 relative to the echo handler",
              1.3,
              httpRatio(turns, "/keyhook", "/echo", Load.Measured::p99Micros),
              "x");
        });
    atMost(rows, "First event, relative to databind", 0.35, firstRatio("databind"), "x");
    atMost(rows, "First event, relative to stripe-java", 0.5, firstRatio("stripe-java"), "x");
    Closure closure = closures.get("Keyhook");
    atMost(
        rows, "Size of `keyhook-webhooks` and its dependencies", 1.2, closure.size() / 1e6, " MB");
    atMost(rows, "Number of these jars", 6, closure.jars().size(), "");
    return "\n## Targets\n\n| target | at | measured | |\n|--|--|--|--|\n" + String.join("", rows);
  }

  private void fasterThanSdks(List<String> rows) {
    for (String sdk : List.of("adyen", "awsScheduledEvent", "cloudEvents", "line", "stripeEvent")) {
      if (scores.has("RivalParseBenchmark." + sdk)) {
        atLeast(
            rows,
            "Time of " + name(sdk) + " relative to Keyhook",
            2,
            scores.ratio("RivalParseBenchmark." + sdk, OURS),
            "x");
      }
    }
  }

  private static void atMost(
      List<String> rows, String what, double limit, double measured, String unit) {
    row(rows, what, "at most", limit, measured, unit, measured <= limit);
  }

  private static void atLeast(
      List<String> rows, String what, double limit, double measured, String unit) {
    row(rows, what, "at least", limit, measured, unit, measured >= limit);
  }

  private static void row(
      List<String> rows,
      String what,
      String sense,
      double limit,
      double measured,
      String unit,
      boolean met) {
    rows.add(
        "| %s | %s %s%s | %s%s | %s |\n"
            .formatted(
                what,
                sense,
                number(limit),
                unit,
                number(measured),
                unit,
                met ? "met" : "**missed**"));
  }

  private double signatureRatio(String provider) {
    return scores.ratio(
        "SignatureBenchmark.keyhook/" + provider, "SignatureBenchmark.bareCall/" + provider);
  }

  private static double httpRatio(
      Map<String, List<Load.Measured>> turns,
      String path,
      String measure,
      Function<Load.Measured, Double> of) {
    List<Load.Measured> ours = turns.get(path);
    List<Load.Measured> others = turns.get(measure);
    List<Double> ratios = new ArrayList<>();
    for (int turn = 0; turn < ours.size(); turn++) {
      ratios.add(of.apply(ours.get(turn)) / of.apply(others.get(turn)));
    }
    return Median.of(ratios);
  }

  private double firstRatio(String other) {
    return Median.of(first.get("Keyhook").plain()) / Median.of(first.get(other).plain());
  }

  // ---- Tables

  private void parse() {
    line("");
    line("## 1 Parse");
    timeTable("ResidentAdded, 581 bytes", "the scan");
    timeRow("jackson-core, token scan", SCAN, SCAN);
    timeRow(
        "the same with the text of every string",
        "ParseBenchmark.tokenScanWithTexts/residentAdded",
        SCAN);
    timeRow("**Keyhook, typed event**", OURS, SCAN);
    timeRow(
        "**Keyhook, type without a handler**",
        "ParseBenchmark.keyhookUnhandled/residentAdded",
        SCAN);
    timeRow("databind, tree", "ParseBenchmark.databindTree/residentAdded", SCAN);
    timeRow("databind, records", "ParseBenchmark.databindRecords/residentAdded", SCAN);
    for (String sdk :
        List.of(
            "awsScheduledEvent",
            "cloudEvents",
            "line",
            "stripeEvent",
            "stripeEventAndObject",
            "adyen")) {
      timeRow(name(sdk), "RivalParseBenchmark." + sdk, SCAN);
    }
    matter("A lock's reported state", "lock");
    matter("A reported state of 4 KiB", "state4k");
    matter("A reported state of 100 KiB", "state100k");
    if (isShort) {
      return;
    }
    line("");
    line("Other bodies, relative to the token scan of the same body:");
    line("");
    line(
        "| body | scan | Keyhook | without a handler | scan with texts | tree | records | Keyhook allocates |");
    line("|--|--|--|--|--|--|--|--|");
    OTHER_BODIES.forEach(
        (body, name) -> {
          String scan = "ParseBenchmark.tokenScan/" + body;
          line(
              "| %s | %s | **%s** | %s | %s | %s | %s | %s |",
              name,
              nanos(scores.nanos(scan)),
              number(scores.ratio("ParseBenchmark.keyhook/" + body, scan)),
              number(scores.ratio("ParseBenchmark.keyhookUnhandled/" + body, scan)),
              number(scores.ratio("ParseBenchmark.tokenScanWithTexts/" + body, scan)),
              number(scores.ratio("ParseBenchmark.databindTree/" + body, scan)),
              number(scores.ratio("ParseBenchmark.databindRecords/" + body, scan)),
              bytes(scores.bytes("ParseBenchmark.keyhook/" + body)));
        });
  }

  private void matter(String title, String state) {
    String scan = "MatterBenchmark.tokenScan/" + state;
    timeTable(title, "the scan");
    timeRow("jackson-core, token scan", scan, scan);
    timeRow("**Keyhook, `MatterState`**", "MatterBenchmark.keyhook/" + state, scan);
    timeRow(
        "the same, asked for lock, door and battery",
        "MatterBenchmark.keyhookAsked/" + state,
        scan);
  }

  private static String name(String sdk) {
    return switch (sdk) {
      case "adyen" -> "adyen-java-api-library";
      case "awsScheduledEvent" -> "aws-lambda-java-serialization, `ScheduledEvent`";
      case "cloudEvents" -> "cloudevents-json-jackson";
      case "line" -> "line-bot-parser";
      case "stripeEvent" -> "stripe-java, `Event`";
      default -> "stripe-java, `Event` and its object";
    };
  }

  private void verify() {
    line("");
    line("## 2 Verify");
    line("");
    line("RSASSA-PSS, 2048 bits, a body of %d bytes:", Bodies.schlage().length);
    line("");
    line("| provider | bare call | Keyhook | relative to the bare call | Keyhook allocates |");
    line("|--|--|--|--|--|");
    for (String provider : Signatures.providers()) {
      if (scores.has("SignatureBenchmark.keyhook/" + provider)) {
        line(
            "| %s | %s | %s | **%.3f** | %s |",
            provider,
            nanos(scores.nanos("SignatureBenchmark.bareCall/" + provider)),
            nanos(scores.nanos("SignatureBenchmark.keyhook/" + provider)),
            signatureRatio(provider),
            bytes(scores.bytes("SignatureBenchmark.keyhook/" + provider)));
      }
    }
    if (isShort) {
      return;
    }
    String bare = "SecretBenchmark.isEqual";
    timeTable(
        "Shared secrets; the SDKs sign the body with HMAC-SHA-256, which also authenticates the body",
        "the bare comparison");
    timeRow("`MessageDigest.isEqual` with the header's value", bare, bare);
    timeRow("**Keyhook, header**", "SecretBenchmark.keyhookHeader", bare);
    timeRow("**Keyhook, bearer**", "SecretBenchmark.keyhookBearer", bare);
    timeRow("**Keyhook, bearer, two secrets**", "SecretBenchmark.keyhookBearerOfTwo", bare);
    timeRow("line-bot-parser", "SecretBenchmark.line", bare);
    timeRow("stripe-java", "SecretBenchmark.stripe", bare);
    timeRow("adyen-java-api-library, event already parsed", "SecretBenchmark.adyen", bare);
  }

  private void receive() {
    String scan = "ReceiveBenchmark.tokenScan";
    line("");
    line("## 3 Receive");
    timeTable("In memory", "the scan");
    timeRow("jackson-core, token scan", scan, scan);
    timeRow(
        "**Keyhook, bearer secret**: request, verify, parse, id, handler",
        "ReceiveBenchmark.keyhookBearer",
        scan);
    timeRow("the same with 1,000 ids, not 100,000", "ReceiveBenchmark.keyhookFewIds", scan);
    timeRow("Keyhook: verify and parse only", "ReceiveBenchmark.keyhookVerifyAndParse", scan);
    timeRow("Keyhook, type without a handler", "ReceiveBenchmark.keyhookUnhandledType", scan);
    timeRow("Keyhook, duplicate, request at hand", "ReceiveBenchmark.keyhookDuplicate", scan);
    timeRow("the request alone: copies of body and headers", "ReceiveBenchmark.requestOnly", scan);
    timeRow("Keyhook, Schlage Home, RSA by the JDK", "ReceiveBenchmark.keyhookSigned", scan);
    timeRow("line-bot-parser: verify and parse only", "ReceiveBenchmark.line", scan);
    timeRow("stripe-java: verify and parse only", "ReceiveBenchmark.stripe", scan);
    listeners();
  }

  private void listeners() {
    line("");
    line(
        "With listeners: a Prometheus registry, and OpenTelemetry's SDK, which exports batches to an exporter that");
    line("drops them. Each event is handled, without deduplication:");
    line("");
    line(
        "| | bearer secret, relative to no listener | time | allocated | RSA by the JDK, relative to no listener | time |");
    line("|--|--|--|--|--|--|");
    listenerRow("no listener", "withoutListener");
    listenerRow("a listener that does nothing", "emptyListener");
    listenerRow("Prometheus", "prometheus");
    listenerRow("OpenTelemetry", "openTelemetry");
    listenerRow("both", "prometheusAndOpenTelemetry");
  }

  private void listenerRow(String title, String name) {
    String bearer = "ListenerBenchmark." + name + "/bearer";
    line(
        "| %s | %s | %s | %s | %s | %s |",
        title,
        number(listenerRatio(name, "bearer")),
        nanos(scores.nanos(bearer)),
        bytes(scores.bytes(bearer)),
        number(listenerRatio(name, "signed")),
        nanos(scores.nanos("ListenerBenchmark." + name + "/signed")));
  }

  private double listenerRatio(String name, String sender) {
    return scores.ratio(
        "ListenerBenchmark." + name + "/" + sender, "ListenerBenchmark.withoutListener/" + sender);
  }

  private void http() {
    line("");
    line(
        "Over HTTP: the JDK's server with 16 threads in one process, the sender in another on the same");
    line(
        "machine, connections kept open. The echo handler responds with the body; \"read\" reads it and");
    line("responds with 204, as Keyhook does. Medians of all turns:");
    line("");
    line(
        "| connections | handler | deliveries/s | relative to echo | relative to read | median | p99 | p99 relative to echo | relative to read |");
    line("|--|--|--|--|--|--|--|--|--|");
    http.forEach(
        (connections, turns) ->
            turns.forEach(
                (path, measured) -> {
                  boolean ours = path.equals("/keyhook") || path.equals("/observed");
                  line(
                      "| %d | %s | %.0f | %s | %s | %.0f µs | %.0f µs | %s | %s |",
                      connections,
                      path.substring(1),
                      median(measured, Load.Measured::perSecond),
                      ours ? number(httpRatio(turns, path, "/echo", Load.Measured::perSecond)) : "",
                      ours ? number(httpRatio(turns, path, "/read", Load.Measured::perSecond)) : "",
                      median(measured, Load.Measured::medianMicros),
                      median(measured, Load.Measured::p99Micros),
                      ours ? number(httpRatio(turns, path, "/echo", Load.Measured::p99Micros)) : "",
                      ours
                          ? number(httpRatio(turns, path, "/read", Load.Measured::p99Micros))
                          : "");
                }));
  }

  private static double median(List<Load.Measured> turns, Function<Load.Measured, Double> of) {
    return Median.of(turns.stream().map(of).toList());
  }

  private void first() {
    int runs = first.get("Keyhook").plain().size();
    line("");
    line("## 4 First event");
    line("");
    line(
        "From the start of a JVM to its end, with one verified and parsed event in between; medians of %d",
        runs);
    line("runs in turns. AppCDS: with an archive of the classes that one run loaded.");
    line("");
    line("| | plain | relative to databind | AppCDS | relative to databind |");
    line("|--|--|--|--|--|");
    FirstEvents.Times databind = first.get("databind");
    first.forEach(
        (name, times) ->
            line(
                "| %s | %.0f ms | %s | %.0f ms | %s |",
                name,
                Median.of(times.plain()),
                number(Median.of(times.plain()) / Median.of(databind.plain())),
                Median.of(times.shared()),
                number(Median.of(times.shared()) / Median.of(databind.shared()))));
    line("");
    line("Run-time dependencies (databind with its module for `java.time`):");
    line("");
    line("| library | size with dependencies | dependencies |");
    line("|--|--|--|");
    closures.forEach(
        (name, closure) ->
            line("| %s | %.2f MB | %d |", name, closure.size() / 1e6, closure.dependencies()));
  }

  private void growth() {
    line("");
    line("## 5 Growth");
    line("");
    line("Shadow Updates, whose strings contain many escapes:");
    line("");
    line(
        "| body | Keyhook | for each KiB | allocated for each byte | relative to the token scan |");
    line("|--|--|--|--|--|");
    for (int size : SIZES) {
      String ours = "BodySizeBenchmark.keyhook/" + size;
      line(
          "| %d KiB | %s | %s | %.2f | %s |",
          size,
          nanos(scores.nanos(ours)),
          nanos(scores.nanos(ours) / size),
          scores.bytes(ours) / (size << 10),
          number(scores.ratio(ours, "BodySizeBenchmark.tokenScan/" + size)));
    }
    line("");
    line(
        "Ids in the in-memory store: filled to its limit, then as many ids again, each of which evicts the");
    line("oldest. Time to record one id:");
    line("");
    line(
        "| limit, millions of ids | while it fills | when full | longest | bytes for an id | when full |");
    line("|--|--|--|--|--|--|");
    for (int i = 0; i < store.size(); i++) {
      String[] part = store.get(i).split(" ", -1);
      line(
          "| %d | %s | %s | %.0f ms | %.0f | %.0f |",
          BOUNDS[i],
          nanos(Double.parseDouble(part[0])),
          nanos(Double.parseDouble(part[1])),
          Double.parseDouble(part[2]) / 1000,
          Double.parseDouble(part[3]),
          Double.parseDouble(part[4]));
    }
    threadTable("Threads, one receiver for all:", threads);
    if (!virtualThreads.isEmpty()) {
      threadTable("Virtual threads that yield after each delivery:", virtualThreads);
    }
  }

  private void threadTable(String title, List<String> measured) {
    line("");
    line("%s", title);
    line("");
    line(
        "| threads | deliveries/s | relative to one thread | work without a receiver, relative to one thread | waited for a lock |");
    line("|--|--|--|--|--|");
    String[] one = measured.get(0).split(" ", -1);
    for (int i = 0; i < measured.size(); i++) {
      String[] part = measured.get(i).split(" ", -1);
      line(
          "| %d | %.0f | %s | %s | %.2f %% |",
          THREADS[i],
          Double.parseDouble(part[0]),
          number(Double.parseDouble(part[0]) / Double.parseDouble(one[0])),
          number(Double.parseDouble(part[1]) / Double.parseDouble(one[1])),
          100 * Double.parseDouble(part[2]));
    }
  }

  // ---- Text

  private void timeTable(String title, String measure) {
    line("");
    line("%s:", title);
    line("");
    line("| | relative to %s | time | allocated |", measure);
    line("|--|--|--|--|");
  }

  private void timeRow(String title, String name, String floor) {
    if (scores.has(name)) {
      line(
          "| %s | %s | %s | %s |",
          title,
          number(scores.ratio(name, floor)),
          nanos(scores.nanos(name)),
          bytes(scores.bytes(name)));
    }
  }

  private void line(String format, Object... args) {
    out.append(String.format(ROOT, format, args)).append('\n');
  }

  private static String number(double value) {
    return value >= 100 || value == Math.rint(value)
        ? String.format(ROOT, "%.0f", value)
        : String.format(ROOT, "%.2f", value);
  }

  private static String nanos(double nanos) {
    return nanos < 1000
        ? String.format(ROOT, "%.0f ns", nanos)
        : nanos < 1_000_000
            ? String.format(ROOT, "%.2f µs", nanos / 1000)
            : String.format(ROOT, "%.2f ms", nanos / 1_000_000);
  }

  private static String bytes(double bytes) {
    return bytes < 10_000
        ? String.format(ROOT, "%.0f B", bytes)
        : String.format(ROOT, "%.0f KB", bytes / 1000);
  }
}
