package dev.keyhook.subscriptions.smartphonekey;

import dev.keyhook.Secret;
import dev.keyhook.subscriptions.internal.CallbackUrl;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A change of a webhook: of its URL, events or secret, or several of them. The rest stays the same.
 *
 * <pre>{@code
 * WebhookChange.events(EventSelection.everything()).andUrl(newUrl)
 * }</pre>
 *
 * <p>Immutable; prints no secret and no URL's query.
 */
public final class WebhookChange {

  private final @Nullable URI url;
  private final @Nullable EventSelection events;
  private final @Nullable Secret secret;

  private WebhookChange(
      @Nullable URI url, @Nullable EventSelection events, @Nullable Secret secret) {
    this.url = url;
    this.events = events;
    this.secret = secret;
  }

  /** Returns a change of the URL, which makes the webhook {@link WebhookStatus#PENDING}. */
  public static WebhookChange url(URI url) {
    return new WebhookChange(Objects.requireNonNull(url, "url"), null, null);
  }

  /** Returns a change of the event types. */
  public static WebhookChange events(EventSelection events) {
    return new WebhookChange(null, Objects.requireNonNull(events, "events"), null);
  }

  /** Returns a change of the secret, see {@link AdminWebhooks#create}. */
  public static WebhookChange secret(Secret secret) {
    return new WebhookChange(null, null, Objects.requireNonNull(secret, "secret"));
  }

  /** Returns this change with a new URL. */
  public WebhookChange andUrl(URI url) {
    return new WebhookChange(Objects.requireNonNull(url, "url"), events, secret);
  }

  /** Returns this change with new event types. */
  public WebhookChange andEvents(EventSelection events) {
    return new WebhookChange(url, Objects.requireNonNull(events, "events"), secret);
  }

  /** Returns this change with a new secret. */
  public WebhookChange andSecret(Secret secret) {
    return new WebhookChange(url, events, Objects.requireNonNull(secret, "secret"));
  }

  Map<String, Object> members(boolean mayBeHttp) {
    Map<String, Object> members = new LinkedHashMap<>();
    if (url != null) {
      members.put("url", CallbackUrl.require(url, mayBeHttp));
    }
    if (events != null) {
      members.put("events", events.wire());
    }
    if (secret != null) {
      members.put("secret", secret);
    }
    return members;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof WebhookChange that
        && Objects.equals(url, that.url)
        && Objects.equals(events, that.events)
        && Objects.equals(secret, that.secret);
  }

  @Override
  public int hashCode() {
    return Objects.hash(url, events, secret);
  }

  @Override
  public String toString() {
    return "WebhookChange["
        + (url == null ? "same url" : CallbackUrl.shown(url))
        + ", "
        + (events == null ? "same events" : events)
        + (secret == null ? "" : ", " + secret)
        + "]";
  }
}
