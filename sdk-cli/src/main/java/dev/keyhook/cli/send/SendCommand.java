package dev.keyhook.cli.send;

import dev.keyhook.cli.CommandException;
import dev.keyhook.cli.DurationConverter;
import dev.keyhook.cli.ExitCode;
import dev.keyhook.cli.Output;
import dev.keyhook.cli.PercentConverter;
import dev.keyhook.cli.RateConverter;
import dev.keyhook.cli.catalogue.Vendor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code keyhook send}: simulates a vendor. */
@Command(
    name = "send",
    description = {
      "Send deliveries as a vendor does: samples or a body of your own, once or at a rate, with"
          + " faults and the vendor's retries.",
      "Exits with 1 if a delivery was dropped, a forged one accepted, an acknowledged event not"
          + " handled, or the run interrupted; with 4 if no connection can be made."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "A delivery is acknowledged by any 2xx. It is dropped at any 4xx, as SmartphoneKey does, and"
          + " retried after 5xx or no response within 5 s.",
      "Latencies are measured from the time when a delivery was due.",
      "Ctrl-C stops sending and prints the summary so far; --reconcile is then left out.",
      "",
      "Examples:",
      "  keyhook send --to http://127.0.0.1:8080 --type KeyAdded --token env:TOKEN",
      "  keyhook send --to http://127.0.0.1:8080 --all --token @token.txt \\",
      "      --key private.pem",
      "  keyhook send --to http://127.0.0.1:8080/hooks/smartphonekey \\",
      "      --body captured.json --token env:TOKEN",
      "  keyhook send --to http://127.0.0.1:8080 --type KeyAdded --token env:TOKEN \\",
      "      --for 30s --rate 500/s --duplicate 5%% --reorder 10%% --late 2%% \\",
      "      --forge 1%% --cut 1%% --retry eventbridge --time-scale 1000 \\",
      "      --reconcile handled.log --wait 60s"
    })
public final class SendCommand implements Callable<Integer> {

  private static final int DEFAULT_CONCURRENCY = 16;

  @Mixin private TargetOptions target = new TargetOptions();

  @ArgGroup(exclusive = true, multiplicity = "1")
  private ContentOptions content = new ContentOptions();

  @Option(names = "--count", paramLabel = "N", description = "How many events; default: one each.")
  private @Nullable Long count;

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = "For how long, such as 30s or 5m; instead of --count.")
  private Duration time = Duration.ZERO;

  @Option(
      names = "--rate",
      paramLabel = "N/s",
      converter = RateConverter.class,
      description = "Deliveries per second; default: as fast as possible.")
  private double rate;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      description =
          "How many connections; default: " + DEFAULT_CONCURRENCY + ", or 1 for one event.")
  private int concurrency;

  @Option(
      names = "--duplicate",
      paramLabel = "P%",
      converter = PercentConverter.class,
      description = "Share of events that are delivered twice.")
  private double duplicate;

  @Option(
      names = "--reorder",
      paramLabel = "P%",
      converter = PercentConverter.class,
      description = "Share of events that arrive after a few later ones.")
  private double reorder;

  @Option(
      names = "--late",
      paramLabel = "P%",
      converter = PercentConverter.class,
      description = "Share of events that arrive after many later ones.")
  private double late;

  @Option(
      names = "--forge",
      paramLabel = "P%",
      converter = PercentConverter.class,
      description = "Additional deliveries without the secret; none must be accepted.")
  private double forge;

  @Option(
      names = "--cut",
      paramLabel = "P%",
      converter = PercentConverter.class,
      description = "Share of events whose connection breaks in the middle, the first time.")
  private double cut;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Repeats the faults of the run with this seed.")
  private @Nullable Long seed;

  @Option(
      names = "--retry",
      paramLabel = "none|eventbridge",
      converter = Retry.Converter.class,
      description = "What happens to a delivery that fails: none (default), or EventBridge's 24 h.")
  private Retry retry = Retry.NONE;

  @Option(
      names = "--time-scale",
      paramLabel = "X",
      description = "Makes the retries X times faster.")
  private double timeScale = 1;

  @Option(
      names = "--reconcile",
      paramLabel = "HANDLED-LOG",
      description = "Afterwards wait until every acknowledged event is in this log.")
  private @Nullable Path handledLog;

  @Option(
      names = "--wait",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = "How long to wait for that; default: 30s.")
  private Duration wait = Duration.ofSeconds(30);

  @Mixin private Output output = new Output();

  /** How failed deliveries are retried. */
  enum Retry {
    NONE,
    EVENTBRIDGE;

    /** Reads the option. */
    static final class Converter implements ITypeConverter<Retry> {
      @Override
      public Retry convert(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
          case "none" -> NONE;
          case "eventbridge" -> EVENTBRIDGE;
          default ->
              throw new TypeConversionException(
                  "'" + value + "' is not known; write none or eventbridge");
        };
      }
    }
  }

  @Override
  public Integer call() {
    check();
    List<EventSource.Kind> kinds = kinds();
    boolean isExact = content.isBody() && count == null && time.isZero();
    long events = events(kinds.size());
    RandomGenerator.SplittableGenerator random = random();
    EventIds ids = new EventIds(UUID.randomUUID());
    Faults faults = new Faults(duplicate, reorder, late, forge, cut);
    EventSource source = new EventSource(kinds, events, faults, random.split(), ids, isExact);
    Feed feed = new Feed(source, rate, time.toNanos());
    RetrySchedule schedule =
        retry == Retry.NONE ? RetrySchedule.none() : RetrySchedule.eventBridge(timeScale);
    SendRun run =
        new SendRun(
            feed,
            new Tally(handledLog != null),
            schedule,
            connections(events),
            retry == Retry.NONE,
            random);
    try (Interruption interruption = new Interruption(feed::cancel)) {
      Progress progress = new Progress(output, events, time);
      SendRun.Summary sent = run.run(progress);
      progress.finish();
      SendRun.Summary summary = checked(sent, interruption, numbers(kinds, ids, isExact));
      SummaryText.print(summary, output);
      hint(summary);
      int exitCode = summary.isGood() ? ExitCode.OK : ExitCode.CHECK_FAILED;
      interruption.finished(exitCode);
      return exitCode;
    }
  }

  private SendRun.Summary checked(
      SendRun.Summary sent, Interruption interruption, ToIntFunction<String> numbers) {
    boolean isUnreachable = !sent.tally().isConnected.get() && sent.tally().cut.sum() == 0;
    if (isUnreachable && !interruption.isRequested()) {
      throw CommandException.unreachable("Cannot connect to " + target.destination(), null);
    }
    SendRun.Summary summary = sent;
    if (handledLog != null && !interruption.isRequested()) {
      Reconciliation reconciliation =
          new Reconciliation(handledLog, sent.tally().acknowledgedEvents(), numbers);
      summary = sent.withMissing(reconciliation.missingAfter(wait, interruption::isRequested));
    }
    return summary.withInterruption(interruption.isRequested());
  }

  private void check() {
    if (count != null && (count < 1 || count > Integer.MAX_VALUE)) {
      throw CommandException.usage("--count must be from 1 to " + Integer.MAX_VALUE);
    } else if (count != null && !time.isZero()) {
      throw CommandException.usage("Give --count or --for, not both");
    } else if (concurrency < 0 || concurrency > 10_000) {
      throw CommandException.usage("--concurrency must be from 1 to 10000");
    } else if (timeScale <= 0) {
      throw CommandException.usage("--time-scale must be above 0, such as 1000");
    } else if (forge > 0 && !target.hasSecret()) {
      throw CommandException.usage("--forge needs --token, --header or --key to forge");
    }
  }

  private List<EventSource.Kind> kinds() {
    Map<Vendor, Target> targets = new EnumMap<>(Vendor.class);
    return content.templates(target).stream()
        .map(
            template -> {
              Target address = targets.computeIfAbsent(template.vendor(), target::target);
              return new EventSource.Kind(template, address);
            })
        .toList();
  }

  private long events(int kinds) {
    if (!time.isZero()) {
      return Integer.MAX_VALUE;
    }
    return count == null ? kinds : count;
  }

  private int connections(long events) {
    int wanted = concurrency == 0 ? DEFAULT_CONCURRENCY : concurrency;
    return (int) Math.min(wanted, events);
  }

  private RandomGenerator.SplittableGenerator random() {
    long chosen = seed == null ? new SplittableRandom().nextLong() : seed;
    return RandomGeneratorFactory.<RandomGenerator.SplittableGenerator>of("L64X128MixRandom")
        .create(chosen);
  }

  private static ToIntFunction<String> numbers(
      List<EventSource.Kind> kinds, EventIds ids, boolean isExact) {
    if (!isExact) {
      return ids::numberOf;
    }
    String own = kinds.get(0).template().id().orElse("");
    return id -> id.equals(own) ? 0 : -1;
  }

  private void hint(SendRun.Summary summary) {
    if (output.isJson()) {
      return;
    }
    if (summary.isInterrupted()) {
      output.note(
          "Interrupted: the run is not complete"
              + (handledLog != null && summary.missing() == null
                  ? ", and was not compared with " + handledLog
                  : ""));
    }
    if (summary.tally().statuses().containsKey("401")) {
      boolean isOnlyForged = summary.tally().dropped.sum() == 0;
      if (!isOnlyForged) {
        output.note("401: the receiver does not accept this credential; see 'keyhook explain'");
      }
    }
  }
}
