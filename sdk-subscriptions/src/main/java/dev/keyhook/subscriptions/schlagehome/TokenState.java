package dev.keyhook.subscriptions.schlagehome;

import dev.keyhook.Secret;
import dev.keyhook.subscriptions.internal.Credentials;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of one Schlage account, as all nodes share them: the refresh token, the newest access
 * token, and whether a node is renewing them now.
 *
 * <p>A {@link TokenStore} keeps it; {@link #serialized()} and {@link #parse} turn it into one text
 * and back. Each change has the next {@link #version()}. Immutable; prints no token.
 */
public final class TokenState {

  private static final String FORMAT = "1";
  private static final String SEPARATOR = "\n";

  private final long version;
  private final Secret refreshToken;
  private final @Nullable Secret accessToken;
  private final @Nullable Instant renewAt;
  private final @Nullable Instant claimedUntil;

  private TokenState(
      long version,
      Secret refreshToken,
      @Nullable Secret accessToken,
      @Nullable Instant renewAt,
      @Nullable Instant claimedUntil) {
    if (!Credentials.isSendable(refreshToken.reveal())) {
      throw new IllegalArgumentException(
          "A refresh token consists of visible ASCII and spaces (RFC 6749 appendix A.17)");
    }
    this.version = version;
    this.refreshToken = refreshToken;
    this.accessToken = accessToken;
    this.renewAt = renewAt;
    this.claimedUntil = claimedUntil;
  }

  /**
   * Returns the state that begins with a refresh token, version 1.
   *
   * @throws IllegalArgumentException if it has a character that a token cannot have
   */
  public static TokenState of(Secret refreshToken) {
    return new TokenState(1, refreshToken, null, null, null);
  }

  static TokenState of(Secret refreshToken, Secret accessToken, @Nullable Instant renewAt) {
    return new TokenState(1, refreshToken, accessToken, renewAt, null);
  }

  /**
   * Returns these tokens as the state after a stored one, for an account that is linked again: pass
   * both to {@link TokenStore#compareAndSet}. With a version of its own, the new state would be
   * overwritten by a node that still has the old one.
   */
  public TokenState replacing(TokenState stored) {
    return new TokenState(stored.version + 1, refreshToken, accessToken, renewAt, null);
  }

  /**
   * Reads what {@link #serialized()} returned.
   *
   * @throws IllegalArgumentException if the text is anything else; the message does not repeat it
   */
  public static TokenState parse(String serialized) {
    try {
      String[] parts = serialized.split(SEPARATOR, -1);
      if (parts.length == 6 && parts[0].equals(FORMAT)) {
        return new TokenState(
            Long.parseLong(parts[1]),
            Secret.of(parts[2]),
            parts[3].isEmpty() ? null : Secret.of(parts[3]),
            parts[4].isEmpty() ? null : Instant.parse(parts[4]),
            parts[5].isEmpty() ? null : Instant.parse(parts[5]));
      }
    } catch (RuntimeException e) {
      // Its message may quote a token.
    }
    throw new IllegalArgumentException("Not a serialized TokenState of this version");
  }

  /**
   * Returns the state as one text for a database. It contains the tokens: encrypt it, or keep it
   * where secrets may be kept.
   */
  public String serialized() {
    return String.join(
        SEPARATOR,
        FORMAT,
        Long.toString(version),
        refreshToken.reveal(),
        accessToken == null ? "" : accessToken.reveal(),
        renewAt == null ? "" : renewAt.toString(),
        claimedUntil == null ? "" : claimedUntil.toString());
  }

  /** Returns the number of this state; the next one is greater by 1. */
  public long version() {
    return version;
  }

  /** Returns the current refresh token. */
  public Secret refreshToken() {
    return refreshToken;
  }

  /** Returns the newest access token, if there has been one. */
  public Optional<Secret> accessToken() {
    return Optional.ofNullable(accessToken);
  }

  /** Returns when the access token must be renewed; empty until the API refuses it. */
  public Optional<Instant> renewAt() {
    return Optional.ofNullable(renewAt);
  }

  /** Returns until when a node may renew the tokens, if one has claimed it. */
  public Optional<Instant> claimedUntil() {
    return Optional.ofNullable(claimedUntil);
  }

  boolean isClaimed(Instant now) {
    return claimedUntil != null && now.isBefore(claimedUntil);
  }

  boolean isUsable(Instant now, @Nullable Secret refused) {
    return accessToken != null
        && !accessToken.equals(refused)
        && (renewAt == null || now.isBefore(renewAt));
  }

  TokenState claimed(Instant until) {
    return new TokenState(version + 1, refreshToken, accessToken, renewAt, until);
  }

  TokenState released() {
    return new TokenState(version + 1, refreshToken, accessToken, renewAt, null);
  }

  /** Returns the state after these tokens were issued; it is one version after the given one. */
  TokenState issued(long after, Secret refresh, Secret access, @Nullable Instant renewal) {
    return new TokenState(after + 1, refresh, access, renewal, null);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TokenState that
        && version == that.version
        && refreshToken.equals(that.refreshToken)
        && Objects.equals(accessToken, that.accessToken)
        && Objects.equals(renewAt, that.renewAt)
        && Objects.equals(claimedUntil, that.claimedUntil);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(version);
  }

  /** Returns the version and no token. */
  @Override
  public String toString() {
    return "TokenState[version " + version + (claimedUntil == null ? "]" : ", being renewed]");
  }
}
