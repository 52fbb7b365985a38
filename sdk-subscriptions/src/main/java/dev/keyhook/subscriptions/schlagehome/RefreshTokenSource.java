package dev.keyhook.subscriptions.schlagehome;

import dev.keyhook.Secret;
import dev.keyhook.subscriptions.ApiException;
import dev.keyhook.subscriptions.TransportException;
import dev.keyhook.subscriptions.TransportException.Reason;
import dev.keyhook.subscriptions.TransportSettings;
import dev.keyhook.subscriptions.internal.Patience;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Access tokens by the refresh-token grant of OAuth 2 (RFC 6749 section 6).
 *
 * <p>The first tokens come from {@link AuthorizationCodeGrant}, with the consent of the locks'
 * user. A token is renewed shortly before it expires, and after the API refused it. If several
 * threads need one at the same time, one requests it and the others wait for the result, each
 * within its own budget. Several nodes share the tokens through a {@link TokenStore}: one node
 * renews, the others wait for it, so no refresh token is presented twice. A new refresh token is
 * stored before the access token is used.
 *
 * <p>After a failure no request is sent to the token endpoint for a pause, at least its {@code
 * Retry-After}; calls during the pause fail with the same error. If the response to a request is
 * lost and the vendor replaces refresh tokens, the user must authorise again. So a request has the
 * whole timeout, neither an interrupt nor {@link #close()} ends it, and it is not retried if it may
 * have been carried out. Lifetimes and rotation are not published.
 *
 * <p>Thread-safe; close it when it is no longer needed.
 */
public final class RefreshTokenSource implements TokenSource, AutoCloseable {

  private final TokenEndpoint endpoint;
  private final TokenRenewal renewal;
  private final TransportSettings transport;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Object lock = new Object();

  // All guarded by the lock.
  private @Nullable TokenState current;
  private @Nullable Secret refused;
  private @Nullable CompletableFuture<Secret> flight;
  private @Nullable Thread leader;

  private RefreshTokenSource(Builder setup) {
    if (setup.client == null) {
      throw new IllegalStateException("Set client(...)");
    }
    this.transport = setup.transport;
    TokenStore store = setup.usedStore();
    this.endpoint = new TokenEndpoint(setup.client, transport);
    this.renewal = new TokenRenewal(store, endpoint, transport, setup.margin);
  }

  /** Returns a builder; the client and the tokens to begin with are required. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns an access token, a new one if necessary.
   *
   * @throws ApiException if the vendor refuses; code {@code invalid_grant} means that the user must
   *     authorise again
   * @throws TransportException if no usable response arrives, another thread or node takes too
   *     long, or the source is closed or the thread interrupted while it waits for them
   * @throws IllegalStateException if it is called from within the client secret's supplier, the
   *     token store or {@code keepRefreshToken} of this source; or if the source is closed
   */
  @Override
  public Secret accessToken() {
    Patience patience = new Patience(TokenRenewal.OPERATION, transport, closed);
    while (true) {
      CompletableFuture<Secret> mine = null;
      CompletableFuture<Secret> running;
      synchronized (lock) {
        if (isClosed()) {
          throw new IllegalStateException("This token source is closed; open a new one");
        }
        if (current != null && current.isUsable(transport.clock().instant(), refused)) {
          return current.accessToken().orElseThrow();
        }
        if (Thread.currentThread().equals(leader)) {
          throw new IllegalStateException(
              "accessToken() was called from within its own client secret, token store or"
                  + " keepRefreshToken; that would wait for itself forever");
        }
        running = flight;
        if (running == null) {
          mine = new CompletableFuture<>();
          flight = mine;
          leader = Thread.currentThread();
        }
      }
      if (mine != null) {
        return lead(mine, patience);
      }
      Secret token = follow(Objects.requireNonNull(running), patience);
      if (token != null) {
        return token;
      }
    }
  }

  private Secret lead(CompletableFuture<Secret> mine, Patience patience) {
    try {
      TokenState state = renewal.renewed(refusedToken(), patience);
      land(state);
      Secret token = state.accessToken().orElseThrow();
      mine.complete(token);
      return token;
    } catch (Throwable e) {
      land(null);
      mine.completeExceptionally(e);
      throw e;
    }
  }

  /** Ends the flight, with a new state or without. */
  private void land(@Nullable TokenState renewed) {
    boolean isLast;
    synchronized (lock) {
      if (renewed != null) {
        current = renewed;
      }
      flight = null;
      leader = null;
      isLast = isClosed();
    }
    if (isLast) {
      endpoint.close();
    }
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  private @Nullable Secret refusedToken() {
    synchronized (lock) {
      return refused;
    }
  }

  /** Returns the token that another thread fetched; null if that thread was interrupted. */
  private static @Nullable Secret follow(CompletableFuture<Secret> running, Patience patience) {
    try {
      return running.get(patience.left().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw waiting(Reason.TIMED_OUT, "another thread is still renewing the token");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw waiting(Reason.INTERRUPTED, "the thread was interrupted");
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof TransportException stopped && stopped.reason() == Reason.INTERRUPTED) {
        return null; // only the other thread was interrupted
      }
      if (cause instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(cause);
    }
  }

  private static TransportException waiting(Reason reason, String explanation) {
    return new TransportException(TokenRenewal.OPERATION, reason, false, explanation, null);
  }

  @Override
  public void refused(Secret accessToken) {
    synchronized (lock) {
      if (current != null && current.accessToken().filter(accessToken::equals).isPresent()) {
        refused = accessToken;
      }
    }
  }

  /**
   * Frees all threads that wait for another thread or node, and refuses new calls.
   *
   * <p>A request that is under way is not cut off, or its tokens would be lost: its thread stores
   * them and returns.
   */
  @Override
  public void close() {
    CompletableFuture<Secret> running;
    synchronized (lock) {
      closed.countDown();
      running = flight;
    }
    if (running == null) {
      endpoint.close();
    } else {
      running.completeExceptionally(waiting(Reason.CLOSED, "the token source was closed"));
    }
  }

  /** Prints no token. */
  @Override
  public String toString() {
    return "RefreshTokenSource";
  }

  /** Builds a {@link RefreshTokenSource}. Not safe for use by several threads. */
  public static final class Builder {

    private @Nullable OAuthClient client;
    private @Nullable TokenStore store;
    private @Nullable Secret refreshToken;
    private @Nullable Consumer<Secret> keepRefreshToken;
    private Duration margin = Duration.ofSeconds(60);
    private TransportSettings transport = TransportSettings.defaults();

    private Builder() {}

    private TokenStore usedStore() {
      if (store != null && refreshToken == null && keepRefreshToken == null) {
        return store;
      }
      if (store != null || refreshToken == null || keepRefreshToken == null) {
        throw new IllegalStateException(
            "Set either store(...), or both refreshToken(...) and keepRefreshToken(...), or a new"
                + " refresh token will be lost");
      }
      return new KeptRefreshTokens(refreshToken, keepRefreshToken);
    }

    /** Sets the OAuth client. */
    public Builder client(OAuthClient client) {
      this.client = Objects.requireNonNull(client, "client");
      return this;
    }

    /** Sets the store of the tokens, which several nodes may share. */
    public Builder store(TokenStore store) {
      this.store = Objects.requireNonNull(store, "store");
      return this;
    }

    /**
     * Sets the initial refresh token, on a single node without a store: the newest one that you
     * kept. {@link #build()} refuses one with a character that a token cannot have.
     */
    public Builder refreshToken(Secret refreshToken) {
      this.refreshToken = Objects.requireNonNull(refreshToken, "refreshToken");
      return this;
    }

    /**
     * Sets the consumer that stores a new refresh token durably before it returns, on a single node
     * without a store. It is called on the thread that needs an access token. Its exceptions are
     * passed on to that thread, and the next call offers the refresh token again.
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

    /** Sets timeouts, and the clock by which tokens expire. */
    public Builder transport(TransportSettings transport) {
      this.transport = Objects.requireNonNull(transport, "transport");
      return this;
    }

    /**
     * Returns the source. Nothing is sent yet.
     *
     * @throws IllegalStateException if something required is missing
     * @throws IllegalArgumentException if the token URL is neither HTTPS nor on a loopback address,
     *     or the refresh token cannot be one
     */
    public RefreshTokenSource build() {
      return new RefreshTokenSource(this);
    }
  }
}
