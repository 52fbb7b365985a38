package dev.keyhook.subscriptions.smartphonekey;

import dev.keyhook.MissingFieldException;
import dev.keyhook.RawJson;
import dev.keyhook.Secret;
import dev.keyhook.subscriptions.internal.Json;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An API key that was just created. The vendor shows it only once: store it in your vault now.
 *
 * <p>Two values with equal keys and fields are equal. Immutable; prints no key.
 */
public final class NewApiKey {

  private final Json json;
  private final @Nullable Secret apiKey;

  NewApiKey(Json response) {
    this.json = response.without("apiKey");
    this.apiKey =
        response
            .text("apiKey")
            .map(String::strip)
            .filter(k -> !k.isEmpty())
            .map(Secret::of)
            .orElse(null);
  }

  /**
   * Returns the key: 40 random alphanumeric characters, according to the vendor.
   *
   * @throws MissingFieldException if the vendor sent none
   */
  public Secret apiKey() {
    if (apiKey == null) {
      throw json.missing("apiKey");
    }
    return apiKey;
  }

  /** Returns the partner's id, if the vendor sent it. */
  public Optional<String> orgId() {
    return json.text("orgId");
  }

  /** Returns the organisation's name, if the vendor sent it. */
  public Optional<String> orgName() {
    return json.text("orgName");
  }

  /** Returns when it was created, if the vendor sent it. */
  public Optional<Instant> createdAt() {
    return json.instant("createdAt");
  }

  /** Returns who created it, probably an e-mail address, if the vendor sent it. */
  public Optional<String> createdBy() {
    return json.text("createdBy");
  }

  /** Returns when it expires; empty if never. */
  public Optional<Instant> expiresAt() {
    return json.instant("expiresAt");
  }

  /** Returns all fields as received, except the key. */
  public RawJson raw() {
    return json.raw();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof NewApiKey that
        && json.equals(that.json)
        && (apiKey == null ? that.apiKey == null : apiKey.equals(that.apiKey));
  }

  @Override
  public int hashCode() {
    return json.hashCode();
  }

  /** Returns the partner's id and the expiry, without the key. */
  @Override
  public String toString() {
    return "NewApiKey["
        + orgId().orElse("no orgId")
        + ", "
        + apiKey
        + ", "
        + expiresAt().map(time -> "expires " + time).orElse("never expires")
        + "]";
  }
}
