package dev.keyhook.subscriptions.schlagehome;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhook.Secret;
import dev.keyhook.subscriptions.ApiException;
import dev.keyhook.subscriptions.TransportException;
import dev.keyhook.subscriptions.TransportException.Reason;
import dev.keyhook.subscriptions.TransportSettings;
import dev.keyhook.subscriptions.internal.ApiCall;
import dev.keyhook.subscriptions.internal.BaseUrl;
import dev.keyhook.subscriptions.internal.Credentials;
import dev.keyhook.subscriptions.internal.Credentials.HeaderSource;
import dev.keyhook.subscriptions.internal.HttpApi;
import dev.keyhook.subscriptions.internal.Json;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Access tokens by the refresh-token grant of OAuth 2 (RFC 6749 section 6).
 *
 * <p>The first refresh token comes from the authorization-code grant, in which the user of the
 * locks takes part; that is your web application's business. A token is renewed shortly before it
 * expires, and after the API refused it; when several threads need one at the same time, one asks
 * and all wait for its answer. A new refresh token is handed to you to keep before the access token
 * is used.
 *
 * <p>The token URL is an integrator's word (OwnerRez, 2024); lifetimes and rotation of refresh
 * tokens are not published. A request for a token is not repeated if it may have been carried out:
 * if its answer is lost and the vendor rotates refresh tokens, the user must authorise anew.
 *
 * <p>Thread-safe; close it when it is no longer needed.
 */
public final class RefreshTokenSource implements TokenSource, AutoCloseable {

  private static final String OPERATION = "RefreshTokenSource.accessToken";

  private final HttpApi api;
  private final Builder setup;
  private final Object lock = new Object();

  // All guarded by the lock.
  private Secret refreshToken;
  private @Nullable Secret unkept;
  private @Nullable Secret accessToken;
  private @Nullable Instant renewAt;
  private @Nullable CompletableFuture<Secret> flight;

  private RefreshTokenSource(Builder setup) {
    this.setup = setup;
    this.refreshToken = required(setup.refreshToken, "refreshToken(...)");
    required(setup.clientId, "clientId(...)");
    required(setup.clientSecret, "clientSecret(...)");
    required(setup.keepRefreshToken, "keepRefreshToken(...), or a new refresh token will be lost");
    this.api =
        new HttpApi(
            BaseUrl.of(setup.tokenUrl),
            setup.transport,
            setup.secretInBody
                ? List::of
                : Credentials.of(
                    new HeaderSource(
                        "clientSecret", "Authorization", "Basic ", this::basicCredentials)));
  }

  private static <T> T required(@Nullable T value, String what) {
    if (value == null) {
      throw new IllegalStateException("Set " + what);
    }
    return value;
  }

  /** Returns a builder; all but token URL, margin and transport is required. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns an access token, a new one if need be.
   *
   * @throws ApiException if the vendor says no; code {@code invalid_grant} means that the user must
   *     authorise anew
   * @throws TransportException if no usable answer comes
   */
  @Override
  public Secret accessToken() {
    while (true) {
      CompletableFuture<Secret> mine = null;
      CompletableFuture<Secret> running;
      synchronized (lock) {
        if (accessToken != null && unkept == null && !isDue()) {
          return accessToken;
        }
        running = flight;
        if (running == null) {
          mine = new CompletableFuture<>();
          flight = mine;
        }
      }
      if (mine != null) {
        return fly(mine);
      }
      Secret token = await(Objects.requireNonNull(running));
      if (token != null) {
        return token;
      }
    }
  }

  private boolean isDue() {
    return renewAt != null && !setup.transport.clock().instant().isBefore(renewAt);
  }

  private Secret fly(CompletableFuture<Secret> mine) {
    Secret token = null;
    Throwable error = null;
    try {
      token = renewed();
      return token;
    } catch (Throwable e) {
      error = e;
      throw e;
    } finally {
      synchronized (lock) {
        flight = null;
      }
      if (token != null) {
        mine.complete(token);
      } else {
        mine.completeExceptionally(error == null ? new IllegalStateException("No token") : error);
      }
    }
  }

  /** Returns the token that another thread fetched; null if that thread was told to stop. */
  private static @Nullable Secret await(CompletableFuture<Secret> running) {
    try {
      return running.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TransportException(
          OPERATION, Reason.INTERRUPTED, false, "the thread was interrupted", null);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof TransportException stopped && stopped.reason() == Reason.INTERRUPTED) {
        return null; // that was the other thread's affair, not ours
      }
      if (cause instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(cause);
    }
  }

  private Secret renewed() {
    Secret current;
    Secret presented;
    synchronized (lock) {
      current = isDue() ? null : accessToken;
      presented = refreshToken;
    }
    if (current == null) {
      current = fetch(presented);
    }
    handOver();
    return current;
  }

  private Secret fetch(Secret presented) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("grant_type", "refresh_token");
    fields.put("refresh_token", presented.reveal());
    List<Secret> secrets = new ArrayList<>(List.of(presented));
    if (setup.secretInBody) {
      Secret secret = clientSecret();
      fields.put("client_id", Objects.requireNonNull(setup.clientId));
      fields.put("client_secret", secret.reveal());
      secrets.add(secret);
    }
    ApiCall call = ApiCall.of(OPERATION, "POST").form(fields, secrets);
    Instant asked = setup.transport.clock().instant();
    Json answer = api.call(call);
    Secret token = secret(answer, "access_token");
    if (token == null) {
      throw new TransportException(
          OPERATION, Reason.UNREADABLE_ANSWER, true, "the answer has no access_token", null);
    }
    Secret next = secret(answer, "refresh_token");
    synchronized (lock) {
      accessToken = token;
      renewAt = renewAt(asked, answer);
      if (next != null && !next.equals(refreshToken)) {
        refreshToken = next;
        unkept = next;
      }
    }
    return token;
  }

  private @Nullable Instant renewAt(Instant asked, Json answer) {
    long seconds = answer.number("expires_in").orElse(0);
    if (seconds <= 0) {
      return null; // not said: until the API refuses it
    }
    Duration life = Duration.ofSeconds(Math.min(seconds, Duration.ofDays(365).toSeconds()));
    Duration half = life.dividedBy(2);
    // A life shorter than twice the margin would otherwise mean a new token for each call.
    return asked.plus(life).minus(half.compareTo(setup.margin) < 0 ? half : setup.margin);
  }

  /** Until the caller has taken a new refresh token without an error, each call offers it again. */
  private void handOver() {
    Secret next;
    synchronized (lock) {
      next = unkept;
    }
    if (next != null) {
      Objects.requireNonNull(setup.keepRefreshToken).accept(next);
      synchronized (lock) {
        unkept = null;
      }
    }
  }

  private static @Nullable Secret secret(Json answer, String name) {
    return answer
        .text(name)
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .map(Secret::of)
        .orElse(null);
  }

  private Secret clientSecret() {
    Secret secret = Objects.requireNonNull(setup.clientSecret).get();
    if (secret == null) {
      throw new IllegalStateException("The supplier of clientSecret returned null");
    }
    return secret;
  }

  /** RFC 6749 section 2.3.1: both parts are form-encoded before they are put together. */
  private Secret basicCredentials() {
    String pair =
        URLEncoder.encode(Objects.requireNonNull(setup.clientId), UTF_8)
            + ":"
            + URLEncoder.encode(clientSecret().reveal(), UTF_8);
    return Secret.of(Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)));
  }

  @Override
  public void refused(Secret refused) {
    synchronized (lock) {
      if (refused.equals(accessToken)) {
        accessToken = null;
      }
    }
  }

  /** Ends a running request for a token and refuses new ones. */
  @Override
  public void close() {
    api.close();
  }

  /** Prints no token. */
  @Override
  public String toString() {
    return "RefreshTokenSource";
  }

  /** Builds a {@link RefreshTokenSource}. Not safe for use by several threads. */
  public static final class Builder {

    private URI tokenUrl = URI.create("https://account.schlage.com/oauth2/token");
    private @Nullable String clientId;
    private @Nullable Supplier<Secret> clientSecret;
    private boolean secretInBody;
    private @Nullable Secret refreshToken;
    private @Nullable Consumer<Secret> keepRefreshToken;
    private Duration margin = Duration.ofSeconds(60);
    private TransportSettings transport = TransportSettings.defaults();

    private Builder() {}

    private Builder(Builder other) {
      this.tokenUrl = other.tokenUrl;
      this.clientId = other.clientId;
      this.clientSecret = other.clientSecret;
      this.secretInBody = other.secretInBody;
      this.refreshToken = other.refreshToken;
      this.keepRefreshToken = other.keepRefreshToken;
      this.margin = other.margin;
      this.transport = other.transport;
    }

    /**
     * Sets where tokens are asked for, {@code https://account.schlage.com/oauth2/token} unless set.
     *
     * @param tokenUrl HTTPS, or plain HTTP on a loopback address
     */
    public Builder tokenUrl(URI tokenUrl) {
      this.tokenUrl = Objects.requireNonNull(tokenUrl, "tokenUrl");
      return this;
    }

    /** Sets the OAuth client's id. */
    public Builder clientId(String clientId) {
      this.clientId = Objects.requireNonNull(clientId, "clientId");
      return this;
    }

    /** Sets where the OAuth client's secret comes from, asked for each request for a token. */
    public Builder clientSecret(Supplier<Secret> clientSecret) {
      this.clientSecret = Objects.requireNonNull(clientSecret, "clientSecret");
      return this;
    }

    /**
     * Sends client id and secret in the body instead of HTTP Basic authentication.
     *
     * <p>Basic is what every server must accept (RFC 6749 section 2.3.1); which form this vendor
     * expects is not published.
     */
    public Builder clientSecretInBody() {
      this.secretInBody = true;
      return this;
    }

    /** Sets the refresh token to begin with: the newest one that you kept. */
    public Builder refreshToken(Secret refreshToken) {
      this.refreshToken = Objects.requireNonNull(refreshToken, "refreshToken");
      return this;
    }

    /**
     * Sets who keeps a new refresh token, durably, before this returns. It is called on the thread
     * that needs an access token; what it throws comes out of that call, and the next call offers
     * the refresh token again.
     */
    public Builder keepRefreshToken(Consumer<Secret> keepRefreshToken) {
      this.keepRefreshToken = Objects.requireNonNull(keepRefreshToken, "keepRefreshToken");
      return this;
    }

    /**
     * Sets how long before its end a token is renewed: 60 s unless set, and never more than half of
     * its life.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Builder renewBefore(Duration margin) {
      if (margin.isNegative()) {
        throw new IllegalArgumentException("The margin must not be negative, but was " + margin);
      }
      this.margin = margin;
      return this;
    }

    /** Sets time-outs, and the clock by which tokens expire. */
    public Builder transport(TransportSettings transport) {
      this.transport = Objects.requireNonNull(transport, "transport");
      return this;
    }

    /**
     * Returns the source. Nothing is sent yet.
     *
     * @throws IllegalStateException if something required is missing
     * @throws IllegalArgumentException if the token URL is neither HTTPS nor on a loopback address
     */
    public RefreshTokenSource build() {
      return new RefreshTokenSource(new Builder(this));
    }
  }
}
