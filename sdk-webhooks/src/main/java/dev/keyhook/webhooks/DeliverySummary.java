package dev.keyhook.webhooks;

import dev.keyhook.internal.Printable;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Describes a request and its event at one moment of processing by a {@link WebhookReceiver}. It
 * contains no part of the body, the headers or a secret.
 *
 * <p>Type, id and subject are the sender's text: escape them before writing them to a log. {@code
 * toString()} does. Immutable.
 */
public final class DeliverySummary {

  private static final int MAX_SHOWN = 100;

  private final String endpoint;
  private final @Nullable String type;
  private final @Nullable String id;
  private final @Nullable String subject;
  private final @Nullable String credential;
  private final Duration elapsed;

  DeliverySummary(
      String endpoint,
      @Nullable String type,
      @Nullable String id,
      @Nullable String subject,
      @Nullable String credential,
      Duration elapsed) {
    this.endpoint = endpoint;
    this.type = type;
    this.id = id;
    this.subject = subject;
    this.credential = credential;
    this.elapsed = elapsed;
  }

  /** Returns the same at another moment. */
  DeliverySummary at(Duration sinceRequest) {
    return new DeliverySummary(endpoint, type, id, subject, credential, sinceRequest);
  }

  /** Returns the receiver's name. */
  public String endpoint() {
    return endpoint;
  }

  /** Returns the event's type; empty if no event was read, or not yet. */
  public Optional<String> type() {
    return Optional.ofNullable(type);
  }

  /** Returns the event's id; empty if it has none, or no event was read yet. */
  public Optional<String> id() {
    return Optional.ofNullable(id);
  }

  /** Returns what the event is about; empty if it does not say, or no event was read yet. */
  public Optional<String> subject() {
    return Optional.ofNullable(subject);
  }

  /** Returns the label of the secret or key that authenticated the sender. */
  public Optional<String> credential() {
    return Optional.ofNullable(credential);
  }

  /** Returns the time since the receiver was given the request, by a monotonic clock. */
  public Duration elapsed() {
    return elapsed;
  }

  /** Returns all known values, with {@code ?} for unprintable characters in the sender's text. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("DeliverySummary[endpoint=").append(endpoint);
    append(text, "type", type);
    append(text, "id", id);
    append(text, "subject", subject);
    append(text, "credential", credential);
    return text.append(", elapsed=").append(elapsed).append(']').toString();
  }

  private static void append(StringBuilder text, String name, @Nullable String value) {
    if (value != null) {
      text.append(", ").append(name).append('=').append(Printable.of(value, MAX_SHOWN));
    }
  }
}
