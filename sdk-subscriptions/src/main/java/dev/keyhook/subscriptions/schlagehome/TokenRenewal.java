package dev.keyhook.subscriptions.schlagehome;

import dev.keyhook.Secret;
import dev.keyhook.subscriptions.TransportException;
import dev.keyhook.subscriptions.TransportException.Reason;
import dev.keyhook.subscriptions.TransportSettings;
import dev.keyhook.subscriptions.internal.Patience;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Renews the tokens in a {@link TokenStore} so that no two nodes present the same refresh token.
 *
 * <p>A node claims the renewal by compare-and-set before it sends a request, so that other nodes
 * wait. A claim ends by itself, in case its node dies. Called by one thread at a time.
 */
final class TokenRenewal {

  static final String OPERATION = "RefreshTokenSource.accessToken";

  /** Allowance for clocks that differ between nodes. */
  private static final Duration CLOCK_SKEW = Duration.ofSeconds(30);

  private final TokenStore store;
  private final TokenEndpoint endpoint;
  private final TransportSettings transport;
  private final Duration margin;
  private final RenewalPause pause;

  /** Tokens that were issued but not yet stored; losing them would lose the authorization. */
  private TokenEndpoint.@Nullable Issued unsaved;

  /** The state whose refresh token was exchanged for {@link #unsaved}. */
  private @Nullable TokenState spent;

  TokenRenewal(
      TokenStore store, TokenEndpoint endpoint, TransportSettings transport, Duration margin) {
    this.store = store;
    this.endpoint = endpoint;
    this.transport = transport;
    this.margin = margin;
    this.pause = new RenewalPause(transport);
  }

  /**
   * Returns a state whose access token can be used.
   *
   * @param refused an access token that the API refused, if there is one
   * @param patience how long to wait for another node
   */
  TokenState renewed(@Nullable Secret refused, Patience patience) {
    while (true) {
      TokenState state = saved(store.load());
      Instant now = transport.clock().instant();
      if (state.isUsable(now, refused)) {
        return state;
      }
      if (state.isClaimed(now)) {
        if (!patience.pause()) {
          throw new TransportException(
              OPERATION, Reason.TIMED_OUT, false, "another node is renewing the token", null);
        }
      } else {
        pause.require();
        TokenState claimed = state.claimed(now.plus(transport.timeout()).plus(CLOCK_SKEW));
        // If storing the claim took long, a request could outlast it: then another claim is needed.
        if (store.compareAndSet(state, claimed)
            && claimed.isClaimed(transport.clock().instant().plus(transport.timeout()))) {
          TokenState issued = issued(claimed);
          // Even if it is the refused token again, or too short-lived: asking again would not help.
          if (issued.accessToken().isPresent()) {
            return issued;
          }
        }
      }
    }
  }

  private TokenState issued(TokenState claimed) {
    boolean interrupted = false;
    try {
      ask(claimed);
      interrupted = Thread.interrupted(); // or a store that can be interrupted would not save them
      return saved(claimed);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void ask(TokenState claimed) {
    try {
      Map<String, String> grant = new LinkedHashMap<>();
      grant.put("grant_type", "refresh_token");
      grant.put("refresh_token", claimed.refreshToken().reveal());
      unsaved = endpoint.ask(OPERATION, grant, List.of(claimed.refreshToken()), margin);
      spent = claimed;
      pause.succeeded();
    } catch (RuntimeException e) {
      pause.failed(e);
      try {
        store.compareAndSet(claimed, claimed.released());
      } catch (RuntimeException unavailable) {
        e.addSuppressed(unavailable); // the claim ends by itself
      }
      throw e;
    }
  }

  /**
   * Saves issued tokens, if there are any, unless another node has replaced the refresh token
   * since. Returns the state that is stored then.
   */
  private TokenState saved(TokenState loaded) {
    TokenState state = loaded;
    while (unsaved != null && spent != null) {
      if (!state.refreshToken().equals(spent.refreshToken())) {
        unsaved = null; // another node has taken over
        return state;
      }
      Secret refresh =
          unsaved.refreshToken() == null ? state.refreshToken() : unsaved.refreshToken();
      TokenState next =
          state.issued(state.version(), refresh, unsaved.accessToken(), unsaved.renewAt());
      if (store.compareAndSet(state, next)) {
        unsaved = null;
        return next;
      }
      state = store.load();
    }
    return state;
  }
}
