package dev.keyhook.subscriptions;

import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How patient a client is: time-outs, repetitions, sizes; and where its time comes from.
 *
 * <p>What is repeated is not a setting: see {@link #attempts(int)}. Immutable.
 */
public final class TransportSettings {

  private static final TransportSettings DEFAULTS = new TransportSettings(new Values());

  private final Values values;

  private TransportSettings(Values values) {
    this.values = values;
  }

  /**
   * Returns the settings that apply unless others are set: 5 s to connect, 10 s without a byte, 30
   * s for the whole call, 4 attempts, {@code Retry-After} up to 20 s, answers up to 1 MiB, and the
   * system's clock.
   */
  public static TransportSettings defaults() {
    return DEFAULTS;
  }

  /**
   * Returns these settings with another limit for connecting to one address, before TLS begins.
   *
   * @throws IllegalArgumentException if it is not between 1 ms and a day
   */
  public TransportSettings connectTimeout(Duration limit) {
    return with(values -> values.connectTimeout = usable(limit, "connectTimeout"));
  }

  /**
   * Returns these settings with another limit for the time in which no byte is read or written.
   *
   * @throws IllegalArgumentException if it is not between 1 ms and a day
   */
  public TransportSettings readTimeout(Duration limit) {
    return with(values -> values.readTimeout = usable(limit, "readTimeout"));
  }

  /**
   * Returns these settings with another budget for a whole call: all attempts, the waits between
   * them, and reading the answer.
   *
   * <p>A wait that does not fit into what is left is not begun; the call ends with the last error.
   * Suppliers of credentials run on the calling thread and are not interrupted, but their time
   * counts.
   *
   * @throws IllegalArgumentException if it is not between 1 ms and a day
   */
  public TransportSettings timeout(Duration limit) {
    return with(values -> values.timeout = usable(limit, "timeout"));
  }

  /**
   * Returns these settings with another number of attempts; 1 turns repeating off.
   *
   * <p>Repeated are GET, PUT and DELETE after a connection fault and after the answers 408, 429 and
   * 5xx. POST and PATCH are repeated only if the connection was never made, so that nothing can
   * happen twice. The waits grow from half a second to eight, by chance up to half as long; a
   * longer {@code Retry-After} is honoured.
   *
   * @param attempts 1 to 10
   */
  public TransportSettings attempts(int attempts) {
    if (attempts < 1 || attempts > 10) {
      throw new IllegalArgumentException("attempts must be from 1 to 10, but was " + attempts);
    }
    return with(values -> values.attempts = attempts);
  }

  /**
   * Returns these settings with another limit for {@code Retry-After}: if the vendor wants a longer
   * pause, the call ends at once with an {@link ApiException}, which carries it.
   *
   * @throws IllegalArgumentException if it is not between 1 ms and a day
   */
  public TransportSettings maxRetryAfter(Duration limit) {
    return with(values -> values.maxRetryAfter = usable(limit, "maxRetryAfter"));
  }

  /**
   * Returns these settings with another limit for the size of an answer's body, after
   * decompression.
   *
   * @param bytes at least 1
   */
  public TransportSettings maxAnswerBytes(int bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("bytes must be at least 1, but was " + bytes);
    }
    return with(values -> values.maxAnswerBytes = bytes);
  }

  /** Returns these settings with another clock, which budgets and {@code Retry-After} go by. */
  public TransportSettings clock(Clock clock) {
    Objects.requireNonNull(clock, "clock");
    return with(values -> values.clock = clock);
  }

  /**
   * Returns these settings with another way to wait between attempts, for tests.
   *
   * <p>Without one, a wait also ends when the client is closed.
   */
  public TransportSettings sleeper(Sleeper sleeper) {
    Objects.requireNonNull(sleeper, "sleeper");
    return with(values -> values.sleeper = sleeper);
  }

  /** Returns these settings with another source of chance for the waits, for tests. */
  public TransportSettings random(RandomGenerator random) {
    Objects.requireNonNull(random, "random");
    return with(values -> values.random = random);
  }

  /** Returns the limit for connecting to one address. */
  public Duration connectTimeout() {
    return values.connectTimeout;
  }

  /** Returns the limit for the time in which no byte is read or written. */
  public Duration readTimeout() {
    return values.readTimeout;
  }

  /** Returns the budget for a whole call. */
  public Duration timeout() {
    return values.timeout;
  }

  /** Returns how often a call is tried at most, the first time included. */
  public int attempts() {
    return values.attempts;
  }

  /** Returns the longest {@code Retry-After} that is waited for. */
  public Duration maxRetryAfter() {
    return values.maxRetryAfter;
  }

  /** Returns the largest body of an answer in bytes. */
  public int maxAnswerBytes() {
    return values.maxAnswerBytes;
  }

  /** Returns the clock that budgets and {@code Retry-After} go by. */
  public Clock clock() {
    return values.clock;
  }

  /** Returns the way to wait between attempts, if one was set. */
  public Optional<Sleeper> sleeper() {
    return Optional.ofNullable(values.sleeper);
  }

  /** Returns the source of chance for the waits, if one was set. */
  public Optional<RandomGenerator> random() {
    return Optional.ofNullable(values.random);
  }

  @Override
  public String toString() {
    return "TransportSettings[timeout "
        + timeout()
        + ", connect "
        + connectTimeout()
        + ", read "
        + readTimeout()
        + ", "
        + attempts()
        + " attempts]";
  }

  private TransportSettings with(Change change) {
    Values copy = new Values(values);
    change.apply(copy);
    return new TransportSettings(copy);
  }

  private static Duration usable(Duration limit, String name) {
    if (limit.compareTo(Duration.ofMillis(1)) < 0 || limit.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException(
          name + " must be from 1 ms to 1 day, but was " + limit + "; there is no \"unlimited\"");
    }
    return limit;
  }

  /** Waits for a while, or pretends to. */
  @FunctionalInterface
  public interface Sleeper {

    /**
     * Waits.
     *
     * @param time how long, more than zero
     * @throws InterruptedException if the thread is interrupted
     */
    void sleep(Duration time) throws InterruptedException;
  }

  @FunctionalInterface
  private interface Change {
    void apply(Values values);
  }

  /** Written only before it is published in a {@link TransportSettings}. */
  private static final class Values {
    private Duration connectTimeout = Duration.ofSeconds(5);
    private Duration readTimeout = Duration.ofSeconds(10);
    private Duration timeout = Duration.ofSeconds(30);
    private int attempts = 4;
    private Duration maxRetryAfter = Duration.ofSeconds(20);
    private int maxAnswerBytes = 1 << 20;
    private Clock clock = Clock.systemUTC();
    private @Nullable Sleeper sleeper;
    private @Nullable RandomGenerator random;

    private Values() {}

    private Values(Values other) {
      this.connectTimeout = other.connectTimeout;
      this.readTimeout = other.readTimeout;
      this.timeout = other.timeout;
      this.attempts = other.attempts;
      this.maxRetryAfter = other.maxRetryAfter;
      this.maxAnswerBytes = other.maxAnswerBytes;
      this.clock = other.clock;
      this.sleeper = other.sleeper;
      this.random = other.random;
    }
  }
}
