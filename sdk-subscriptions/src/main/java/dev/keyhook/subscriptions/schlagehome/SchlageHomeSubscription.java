package dev.keyhook.subscriptions.schlagehome;

import dev.keyhook.MissingFieldException;
import dev.keyhook.RawJson;
import dev.keyhook.internal.RsaPublicKeys;
import dev.keyhook.subscriptions.internal.CallbackUrl;
import dev.keyhook.subscriptions.internal.Json;
import dev.keyhook.subscriptions.internal.Planner;
import dev.keyhook.subscriptions.internal.UrlIdentity;
import java.net.URI;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A subscription as the API returns it: where and what the vendor delivers.
 *
 * <p>Two are equal when all their fields are. Immutable.
 */
public final class SchlageHomeSubscription {

  private final Json json;

  SchlageHomeSubscription(Json json) {
    this.json = json;
  }

  /**
   * Returns the id, an opaque text.
   *
   * @throws MissingFieldException if the vendor sent none
   */
  public String id() {
    return json.requiredText("subscriptionId");
  }

  /**
   * Returns where it delivers.
   *
   * @throws MissingFieldException if the vendor sent none, or something that is no URI
   */
  public URI url() {
    try {
      return URI.create(json.requiredText("url"));
    } catch (IllegalArgumentException e) {
      throw json.missing("url");
    }
  }

  /** Returns what it delivers, in the vendor's order; nothing if the vendor sent no list. */
  public Set<SchlageHomeEventName> eventTypes() {
    return json.texts("eventTypes").stream()
        .filter(name -> !name.isBlank())
        .map(SchlageHomeEventName::of)
        .collect(
            Collectors.collectingAndThen(
                Collectors.toCollection(LinkedHashSet::new), Collections::unmodifiableSet));
  }

  /**
   * Returns the RSA key that verifies the signatures of its deliveries, if the vendor sent one:
   * hand it to the signature verifier of the webhooks module.
   *
   * <p>The vendor's own pages know nothing of it: they give one fixed key for all. Have both at
   * hand.
   *
   * @throws MissingFieldException if there is something that is no usable RSA public key in PEM
   *     form
   */
  public Optional<PublicKey> signingPublicKey() {
    Optional<String> pem = json.text("signingPublicKey").filter(text -> !text.isBlank());
    try {
      return pem.map(RsaPublicKeys::fromPem);
    } catch (IllegalArgumentException e) {
      throw json.missing("signingPublicKey");
    }
  }

  /** Returns when it was created, if the vendor says so. */
  public Optional<Instant> createdAt() {
    return json.instant("createdAt");
  }

  /** Returns all fields as they came, those that this version does not know included. */
  public RawJson raw() {
    return json.raw();
  }

  boolean delivers(URI callback) {
    return json.text("url").filter(text -> UrlIdentity.isSame(callback, text)).isPresent();
  }

  /** Returns what a plan needs to know of it; the vendor documents no status. */
  Planner.Existing planned() {
    Set<String> types =
        eventTypes().stream().map(SchlageHomeEventName::value).collect(Collectors.toSet());
    return new Planner.Existing(
        id(), types.isEmpty() ? Set.of(Planner.EVERYTHING) : types, Planner.Delivery.ACTIVE);
  }

  String shownId() {
    return json.text("subscriptionId").orElse("(no id)");
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SchlageHomeSubscription that && json.equals(that.json);
  }

  @Override
  public int hashCode() {
    return json.hashCode();
  }

  /** Returns id, URL without its query, and types. */
  @Override
  public String toString() {
    return "SchlageHomeSubscription["
        + shownId()
        + ", "
        + json.text("url").map(CallbackUrl::shown).orElse("no url")
        + ", "
        + eventTypes()
        + "]";
  }
}
