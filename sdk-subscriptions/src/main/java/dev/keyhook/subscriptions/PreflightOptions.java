package dev.keyhook.subscriptions;

import dev.keyhook.Secret;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Options of a preflight check: what it may send, and where. Immutable; prints no secret.
 *
 * <pre>{@code
 * PreflightOptions.defaults().sending("Authorization", secret).allowHost("localhost")
 * }</pre>
 */
public final class PreflightOptions {

  private static final PreflightOptions DEFAULTS = new PreflightOptions(null, null, Set.of());

  private final @Nullable String header;
  private final @Nullable Secret secret;
  private final Set<String> allowedHosts;

  private PreflightOptions(
      @Nullable String header, @Nullable Secret secret, Set<String> allowedHosts) {
    this.header = header;
    this.secret = secret;
    this.allowedHosts = allowedHosts;
  }

  /** Returns options that send no secret, and no request to addresses that are not public. */
  public static PreflightOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Returns these options with the secret that deliveries will carry. It is sent to the URL, but
   * never without TLS to another machine.
   *
   * @param name the header's name; in {@code Authorization} the secret is sent as a bearer token. A
   *     name that no header can have is a finding of the check
   * @param secret the secret
   */
  public PreflightOptions sending(String name, Secret secret) {
    return new PreflightOptions(
        Objects.requireNonNull(name, "name"),
        Objects.requireNonNull(secret, "secret"),
        allowedHosts);
  }

  /**
   * Returns these options with a host to which a request may be sent although its addresses are not
   * public. The vendor cannot reach it; the check still fails.
   */
  public PreflightOptions allowHost(String host) {
    Set<String> more = new TreeSet<>(allowedHosts);
    more.add(host.toLowerCase(Locale.ROOT));
    return new PreflightOptions(header, secret, Set.copyOf(more));
  }

  /** Returns the name of the header with the secret, if one was given. */
  public Optional<String> header() {
    return Optional.ofNullable(header);
  }

  /** Returns the secret that deliveries will carry, if one was given. */
  public Optional<Secret> secret() {
    return Optional.ofNullable(secret);
  }

  /** Returns whether a host was allowed by name. */
  public boolean allows(String host) {
    return allowedHosts.contains(host.toLowerCase(Locale.ROOT));
  }

  @Override
  public String toString() {
    return "PreflightOptions["
        + (header == null ? "no header" : "header")
        + ", allowed hosts "
        + allowedHosts
        + "]";
  }
}
