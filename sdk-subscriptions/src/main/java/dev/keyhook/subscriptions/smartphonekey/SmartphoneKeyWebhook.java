package dev.keyhook.subscriptions.smartphonekey;

import dev.keyhook.MissingFieldException;
import dev.keyhook.RawJson;
import dev.keyhook.subscriptions.internal.CallbackUrl;
import dev.keyhook.subscriptions.internal.Json;
import dev.keyhook.subscriptions.internal.Planner;
import dev.keyhook.subscriptions.internal.UrlIdentity;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A webhook as the admin API lists it: its URL, event types and status.
 *
 * <p>The vendor also has fields about the last error, whose names are not published; they are in
 * {@link #raw()}. Two webhooks with equal fields are equal. Immutable.
 */
public final class SmartphoneKeyWebhook {

  private final Json json;

  SmartphoneKeyWebhook(Json json) {
    this.json = json;
  }

  /**
   * Returns the id, a UUID in the vendor's samples.
   *
   * @throws MissingFieldException if the vendor sent none
   */
  public String id() {
    return json.requiredText("id");
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

  /** Returns the event types that it delivers; none if the vendor sent no {@code events}. */
  public EventSelection events() {
    return EventSelection.read(json.texts("events"));
  }

  /** Returns whether it delivers, if the vendor sent it. */
  public Optional<WebhookStatus> status() {
    return json.text("status").map(WebhookStatus::of);
  }

  /** Returns when it was created, if the vendor sent it. */
  public Optional<Instant> createdAt() {
    return json.instant("createdAt");
  }

  /** Returns when the receiver responded to the verification request, if it did. */
  public Optional<Instant> verifiedAt() {
    return json.instant("verifiedAt");
  }

  /** Returns when it was last changed, if the vendor sent it. */
  public Optional<Instant> updatedAt() {
    return json.instant("updatedAt");
  }

  /** Returns all fields as received, including unknown ones. */
  public RawJson raw() {
    return json.raw();
  }

  boolean delivers(URI callback) {
    return json.text("url").filter(text -> UrlIdentity.isSame(callback, text)).isPresent();
  }

  /** Returns what a plan needs to know of it. */
  Planner.Existing planned() {
    if (!json.hasTexts("events")) {
      throw json.missing("events"); // a plan that ignored some of them could remove types
    }
    return new Planner.Existing(id(), Set.copyOf(events().wire()), delivery());
  }

  private Planner.Delivery delivery() {
    WebhookStatus.Known known = status().flatMap(WebhookStatus::known).orElse(null);
    if (known == null) {
      return Planner.Delivery.UNKNOWN;
    }
    return switch (known) {
      case ACTIVE -> Planner.Delivery.ACTIVE;
      case PENDING ->
          json.isAbsent("updatedAt") && json.isAbsent("verifiedAt")
              ? Planner.Delivery.UNVERIFIED
              : Planner.Delivery.STOPPED;
    };
  }

  boolean hasId(String id) {
    return json.text("id").filter(id::equals).isPresent();
  }

  String shownId() {
    return json.text("id").orElse("(no id)");
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SmartphoneKeyWebhook that && json.equals(that.json);
  }

  @Override
  public int hashCode() {
    return json.hashCode();
  }

  /** Returns id, status, URL without its query, and selection. */
  @Override
  public String toString() {
    return "SmartphoneKeyWebhook["
        + shownId()
        + ", "
        + status().map(WebhookStatus::value).orElse("no status")
        + ", "
        + json.text("url").map(CallbackUrl::shown).orElse("no url")
        + ", "
        + events()
        + "]";
  }
}
