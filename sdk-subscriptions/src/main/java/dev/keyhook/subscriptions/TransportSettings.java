package dev.keyhook.subscriptions;

import dev.keyhook.Secret;
import java.net.ProxySelector;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Settings for the connection of a client to its API: timeouts, retries, sizes, proxy, TLS and
 * clock.
 *
 * <p>Which requests are retried is not a setting: see {@link Builder#attempts(int)} and {@link
 * CallOptions}. Immutable; prints no secret.
 */
public final class TransportSettings {

  private static final TransportSettings DEFAULTS = builder().build();

  private final Duration connectTimeout;
  private final Duration readTimeout;
  private final Duration timeout;
  private final int attempts;
  private final Duration maxRetryAfter;
  private final int maxResponseBytes;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final @Nullable Sleeper sleeper;
  private final @Nullable RandomGenerator random;
  private final @Nullable ProxySelector proxy;
  private final @Nullable ProxyCredentials proxyCredentials;
  private final @Nullable KeyStore trusted;
  private final @Nullable ClientKey clientKey;

  private TransportSettings(Builder builder) {
    this.connectTimeout = builder.connectTimeout;
    this.readTimeout = builder.readTimeout;
    this.timeout = builder.timeout;
    this.attempts = builder.attempts;
    this.maxRetryAfter = builder.maxRetryAfter;
    this.maxResponseBytes = builder.maxResponseBytes;
    this.clock = builder.clock;
    this.nanoTime = builder.nanoTime;
    this.sleeper = builder.sleeper;
    this.random = builder.random;
    this.proxy = builder.proxy;
    this.proxyCredentials = builder.proxyCredentials;
    this.trusted = builder.trusted;
    this.clientKey = builder.clientKey;
  }

  /**
   * Returns the settings that apply unless others are set: 5 s to connect, 10 s without a byte, 30
   * s for the whole call, 4 attempts, {@code Retry-After} up to 20 s, responses up to 1 MiB, and
   * the system's clock, proxy settings and trusted authorities.
   */
  public static TransportSettings defaults() {
    return DEFAULTS;
  }

  /** Returns a builder that begins with the {@linkplain #defaults() defaults}. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns a builder that begins with these settings. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** Returns the limit for connecting to one address. */
  public Duration connectTimeout() {
    return connectTimeout;
  }

  /** Returns the limit for the time in which no byte is read or written. */
  public Duration readTimeout() {
    return readTimeout;
  }

  /** Returns the budget for a whole call. */
  public Duration timeout() {
    return timeout;
  }

  /** Returns how often a request is sent at most, the first time included. */
  public int attempts() {
    return attempts;
  }

  /** Returns the longest {@code Retry-After} that a call waits for. */
  public Duration maxRetryAfter() {
    return maxRetryAfter;
  }

  /** Returns the largest body of a response in bytes. */
  public int maxResponseBytes() {
    return maxResponseBytes;
  }

  /** Returns the clock for dates: of {@code Retry-After}, tokens and certificates. */
  public Clock clock() {
    return clock;
  }

  /** Returns the monotonic clock that measures budgets and pauses, in nanoseconds. */
  public LongSupplier nanoTime() {
    return nanoTime;
  }

  /** Returns the way to wait between attempts, if one was set. */
  public Optional<Sleeper> sleeper() {
    return Optional.ofNullable(sleeper);
  }

  /** Returns the source of randomness for the waits, if one was set. */
  public Optional<RandomGenerator> random() {
    return Optional.ofNullable(random);
  }

  /** Returns the proxy selector, if it was set. */
  public Optional<ProxySelector> proxy() {
    return Optional.ofNullable(proxy);
  }

  /** Returns the credentials for the proxy, if they were set. */
  public Optional<ProxyCredentials> proxyCredentials() {
    return Optional.ofNullable(proxyCredentials);
  }

  /** Returns the certificates of trusted authorities, if they were set. */
  public Optional<KeyStore> trusted() {
    return Optional.ofNullable(trusted);
  }

  /** Returns the key that the client authenticates with, if one was set. */
  public Optional<ClientKey> clientKey() {
    return Optional.ofNullable(clientKey);
  }

  @Override
  public String toString() {
    return "TransportSettings[timeout "
        + timeout
        + ", connect "
        + connectTimeout
        + ", read "
        + readTimeout
        + ", "
        + attempts
        + " attempts]";
  }

  /** Waits between attempts; tests can replace it. */
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

  /**
   * Credentials for a proxy: Basic authentication (RFC 7617).
   *
   * @param user the user's name, without a colon
   * @param password called for each connection
   */
  public record ProxyCredentials(String user, Supplier<Secret> password) {

    /** Checks the user's name. */
    public ProxyCredentials {
      Objects.requireNonNull(password, "password");
      if (user.indexOf(':') >= 0) {
        throw new IllegalArgumentException("The user of a proxy must not have a colon");
      }
    }
  }

  /**
   * The key and certificate of the client, for mutual TLS.
   *
   * @param keys a store with the private key and its certificates
   * @param password opens the key
   */
  public record ClientKey(KeyStore keys, Secret password) {

    /** Prints neither key nor password. */
    @Override
    public String toString() {
      return "ClientKey";
    }
  }

  /** Builds {@link TransportSettings}. Not safe for use by several threads. */
  public static final class Builder {

    private Duration connectTimeout = Duration.ofSeconds(5);
    private Duration readTimeout = Duration.ofSeconds(10);
    private Duration timeout = Duration.ofSeconds(30);
    private int attempts = 4;
    private Duration maxRetryAfter = Duration.ofSeconds(20);
    private int maxResponseBytes = 1 << 20;
    private Clock clock = Clock.systemUTC();
    private LongSupplier nanoTime = System::nanoTime;
    private @Nullable Sleeper sleeper;
    private @Nullable RandomGenerator random;
    private @Nullable ProxySelector proxy;
    private @Nullable ProxyCredentials proxyCredentials;
    private @Nullable KeyStore trusted;
    private @Nullable ClientKey clientKey;

    private Builder() {}

    private Builder(TransportSettings from) {
      this.connectTimeout = from.connectTimeout;
      this.readTimeout = from.readTimeout;
      this.timeout = from.timeout;
      this.attempts = from.attempts;
      this.maxRetryAfter = from.maxRetryAfter;
      this.maxResponseBytes = from.maxResponseBytes;
      this.clock = from.clock;
      this.nanoTime = from.nanoTime;
      this.sleeper = from.sleeper;
      this.random = from.random;
      this.proxy = from.proxy;
      this.proxyCredentials = from.proxyCredentials;
      this.trusted = from.trusted;
      this.clientKey = from.clientKey;
    }

    /**
     * Sets the limit for connecting to one address, before TLS begins.
     *
     * @throws IllegalArgumentException if it is not between 1 ms and a day
     */
    public Builder connectTimeout(Duration limit) {
      this.connectTimeout = usable(limit, "connectTimeout");
      return this;
    }

    /**
     * Sets the limit for the time in which no byte is read or written.
     *
     * @throws IllegalArgumentException if it is not between 1 ms and a day
     */
    public Builder readTimeout(Duration limit) {
      this.readTimeout = usable(limit, "readTimeout");
      return this;
    }

    /**
     * Sets the budget for a whole call: all attempts, the waits between them, and reading the
     * response.
     *
     * <p>If a wait does not fit into the remaining budget, the call ends at once with the last
     * error. Suppliers of credentials run on the calling thread and are not interrupted, but their
     * time counts.
     *
     * @throws IllegalArgumentException if it is not between 1 ms and a day
     */
    public Builder timeout(Duration limit) {
      this.timeout = usable(limit, "timeout");
      return this;
    }

    /**
     * Sets the number of attempts; 1 turns retries off.
     *
     * <p>GET, PUT and DELETE are retried after a connection fault, and after a response for which
     * {@link ApiException#isRetryable()} returns true. POST and PATCH are retried only if no
     * connection was made, so that nothing happens twice. The waits grow from half a second to
     * eight seconds, with jitter; a longer {@code Retry-After} is honoured.
     *
     * @param attempts 1 to 10
     */
    public Builder attempts(int attempts) {
      if (attempts < 1 || attempts > 10) {
        throw new IllegalArgumentException("attempts must be from 1 to 10, but was " + attempts);
      }
      this.attempts = attempts;
      return this;
    }

    /**
     * Sets the limit for {@code Retry-After}: if the vendor asks for a longer wait, the call ends
     * at once with an {@link ApiException}, which carries it.
     *
     * @throws IllegalArgumentException if it is not between 1 ms and a day
     */
    public Builder maxRetryAfter(Duration limit) {
      this.maxRetryAfter = usable(limit, "maxRetryAfter");
      return this;
    }

    /**
     * Sets the limit for the size of a response body, after decompression.
     *
     * @param bytes at least 1
     */
    public Builder maxResponseBytes(int bytes) {
      if (bytes < 1) {
        throw new IllegalArgumentException("bytes must be at least 1, but was " + bytes);
      }
      this.maxResponseBytes = bytes;
      return this;
    }

    /** Sets the clock for dates: of {@code Retry-After}, tokens and certificates. */
    public Builder clock(Clock clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /**
     * Sets the monotonic clock that measures budgets and pauses; {@code System::nanoTime} unless
     * set.
     */
    public Builder nanoTime(LongSupplier monotonic) {
      this.nanoTime = Objects.requireNonNull(monotonic, "monotonic");
      return this;
    }

    /**
     * Sets the way to wait between attempts, for tests.
     *
     * <p>Without one, a wait also ends when the client is closed.
     */
    public Builder sleeper(Sleeper sleeper) {
      this.sleeper = Objects.requireNonNull(sleeper, "sleeper");
      return this;
    }

    /** Sets the source of randomness for the waits, for tests. */
    public Builder random(RandomGenerator random) {
      this.random = Objects.requireNonNull(random, "random");
      return this;
    }

    /**
     * Sets the proxy selector, such as {@code ProxySelector.of(address)}; the JDK's system
     * properties, such as {@code https.proxyHost}, apply unless set. Plain HTTP on a loopback
     * address and preflight checks use no proxy.
     */
    public Builder proxy(ProxySelector proxy) {
      this.proxy = Objects.requireNonNull(proxy, "proxy");
      return this;
    }

    /**
     * Sets the credentials for an HTTP proxy, sent with the first request to it.
     *
     * @param user without a colon
     * @param password called for each connection
     */
    public Builder proxyCredentials(String user, Supplier<Secret> password) {
      this.proxyCredentials = new ProxyCredentials(user, password);
      return this;
    }

    /**
     * Sets the authorities that are trusted instead of the JDK's, for a proxy that inspects TLS or
     * a gateway with its own certificate.
     *
     * @param authorities a store with certificates, at least one
     */
    public Builder trusted(KeyStore authorities) {
      this.trusted = Objects.requireNonNull(authorities, "authorities");
      return this;
    }

    /** Sets the key that the client authenticates with to the API, for mutual TLS. */
    public Builder clientKey(KeyStore keys, Secret password) {
      this.clientKey =
          new ClientKey(
              Objects.requireNonNull(keys, "keys"), Objects.requireNonNull(password, "password"));
      return this;
    }

    /** Returns the settings. */
    public TransportSettings build() {
      return new TransportSettings(this);
    }

    private static Duration usable(Duration limit, String name) {
      if (limit.compareTo(Duration.ofMillis(1)) < 0 || limit.compareTo(Duration.ofDays(1)) > 0) {
        throw new IllegalArgumentException(
            name + " must be from 1 ms to 1 day, but was " + limit + "; there is no \"unlimited\"");
      }
      return limit;
    }
  }
}
