package dev.keyhook.subscriptions.smartphonekey;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a webhook delivers.
 *
 * <p>The vocabulary is open: a value that this version does not know is kept as received, and
 * {@link #isKnown()} is false. Two values are equal when they are the same {@linkplain #known()
 * known} value in any letter case, or else when their texts are equal. Immutable.
 */
public final class WebhookStatus {

  /** It delivers. */
  public static final WebhookStatus ACTIVE = new WebhookStatus("active", Known.ACTIVE);

  /** Its URL was set or changed, and the receiver has not responded to the verification request. */
  public static final WebhookStatus PENDING = new WebhookStatus("pending", Known.PENDING);

  /** The values that this version knows, for a {@code switch}, which needs a {@code default}. */
  public enum Known {
    /** It delivers. */
    ACTIVE,
    /** The receiver has not responded to the verification request. */
    PENDING
  }

  private final String value;
  private final @Nullable Known known;

  private WebhookStatus(String value, @Nullable Known known) {
    this.value = value;
    this.known = known;
  }

  /** Returns the value with a text, known or not. */
  public static WebhookStatus of(String value) {
    return switch (value) {
      case "active" -> ACTIVE;
      case "pending" -> PENDING;
      default -> new WebhookStatus(Objects.requireNonNull(value), knownIgnoringCase(value));
    };
  }

  private static @Nullable Known knownIgnoringCase(String value) {
    if (value.equalsIgnoreCase("active")) {
      return Known.ACTIVE;
    }
    return value.equalsIgnoreCase("pending") ? Known.PENDING : null;
  }

  /** Returns the text exactly as it was received. */
  public String value() {
    return value;
  }

  /** Returns whether this version knows the value. */
  public boolean isKnown() {
    return known != null;
  }

  /**
   * Returns the value for a {@code switch}, letter case ignored; empty if this version does not
   * know it.
   */
  public Optional<Known> known() {
    return Optional.ofNullable(known);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof WebhookStatus that
        && (known == null ? value.equals(that.value) : known == that.known);
  }

  @Override
  public int hashCode() {
    return known == null ? value.hashCode() : known.name().hashCode();
  }

  /** Returns the text exactly as it was received. */
  @Override
  public String toString() {
    return value;
  }
}
