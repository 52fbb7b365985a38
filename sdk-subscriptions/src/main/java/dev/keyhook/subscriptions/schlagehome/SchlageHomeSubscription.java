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
 * A subscription as the API returns it: its URL and event types.
 *
 * <p>Two subscriptions with equal fields are equal. Immutable.
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
   * Returns the callback URL.
   *
   * @throws MissingFieldException if the vendor sent none, or an invalid URI
   */
  public URI url() {
    try {
      return URI.create(json.requiredText("url"));
    } catch (IllegalArgumentException e) {
      throw json.missing("url");
    }
  }

  /** Returns the event types, in the vendor's order; empty if the vendor sent no list. */
  public Set<SchlageHomeEventName> eventTypes() {
    return json.texts("eventTypes").stream()
        .filter(name -> !name.isBlank())
        .map(SchlageHomeEventName::of)
        .collect(
            Collectors.collectingAndThen(
                Collectors.toCollection(LinkedHashSet::new), Collections::unmodifiableSet));
  }

  /**
   * Returns the RSA key of the response, if the vendor sent one. Do not trust it: compare it with
   * the key that the vendor publishes, and verify deliveries with that.
   *
   * <p>An attacker who can change this response could replace the key, and sign deliveries. The
   * vendor's pages do not mention this field; they publish one fixed key for all subscriptions.
   *
   * @throws MissingFieldException if it is not a usable RSA public key in PEM form
   */
  public Optional<PublicKey> signingPublicKey() {
    Optional<String> pem = json.text("signingPublicKey").filter(text -> !text.isBlank());
    try {
      return pem.map(RsaPublicKeys::fromPem);
    } catch (IllegalArgumentException e) {
      throw json.missing("signingPublicKey");
    }
  }

  /** Returns when it was created, if the vendor sent it. */
  public Optional<Instant> createdAt() {
    return json.instant("createdAt");
  }

  /** Returns all fields as received, including unknown ones. */
  public RawJson raw() {
    return json.raw();
  }

  boolean delivers(URI callback) {
    return json.text("url").filter(text -> UrlIdentity.isSame(callback, text)).isPresent();
  }

  /** Returns what a plan needs to know of it; the vendor documents no status. */
  Planner.Existing planned() {
    if (!eventTypes().isEmpty() && !json.hasTexts("eventTypes")) {
      throw json.missing("eventTypes"); // a plan that ignored some of them could remove types
    }
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
