package dev.keyhook.webhooks;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a request at one moment of its way through a {@link WebhookReceiver}: nothing
 * of its body, its headers or a secret.
 *
 * <p>Type and id are the sender's texts, and whoever is not proven may write anything: escape them
 * before they go to a log. {@code toString()} does. Immutable.
 */
public final class DeliverySummary {

  private static final int MAX_SHOWN = 100;

  private final @Nullable String type;
  private final @Nullable String id;
  private final @Nullable String credential;
  private final Duration elapsed;

  DeliverySummary(
      @Nullable String type, @Nullable String id, @Nullable String credential, Duration elapsed) {
    this.type = type;
    this.id = id;
    this.credential = credential;
    this.elapsed = elapsed;
  }

  /** Returns the event's type; empty as long as, or because, no event could be read. */
  public Optional<String> type() {
    return Optional.ofNullable(type);
  }

  /** Returns the event's id; empty if there is none, or as long as no event was read. */
  public Optional<String> id() {
    return Optional.ofNullable(id);
  }

  /**
   * Returns which secret or key proved the sender, as {@code VerifiedDelivery.credential()} says.
   */
  public Optional<String> credential() {
    return Optional.ofNullable(credential);
  }

  /** Returns the time since the receiver was given the request, by the receiver's clock. */
  public Duration elapsed() {
    return elapsed;
  }

  @Override
  public String toString() {
    return "DeliverySummary[type="
        + shown(type)
        + ", id="
        + shown(id)
        + ", credential="
        + credential
        + ", elapsed="
        + elapsed
        + "]";
  }

  private static @Nullable String shown(@Nullable String text) {
    if (text == null) {
      return null;
    }
    String cut = text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "...";
    return cut.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?");
  }
}
