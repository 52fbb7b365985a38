package dev.keyhook.webhooks.schlagehome;

import dev.keyhook.DeliveryVerifier;
import dev.keyhook.WebhookRequest;
import dev.keyhook.WebhookResponse;
import dev.keyhook.events.schlagehome.SchlageHomeEvent;
import dev.keyhook.events.schlagehome.SchlageHomeEvents;
import dev.keyhook.webhooks.ReceiverBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Builds a receiver of Schlage Home's webhooks.
 *
 * <p>It responds to the vendor's {@code OPTIONS} requests with 204; they are not signed. The vendor
 * does not publish its timeout, so {@code slow} is not called unless {@link #senderTimeout} is set.
 * Not safe for use by several threads.
 */
public final class SchlageHomeReceiverBuilder
    extends ReceiverBuilder<SchlageHomeEvent, SchlageHomeReceiverBuilder> {

  /** A DNS name, as the CloudEvents specification requires. */
  private static final Pattern ORIGIN = Pattern.compile("[A-Za-z0-9.:-]{1,253}");

  SchlageHomeReceiverBuilder(DeliveryVerifier verifier) {
    super("schlage-home", verifier, SchlageHomeEvents::parser);
    validation("OPTIONS", request -> allowed(Map.of()));
  }

  /**
   * Also sends the permission that CloudEvents specifies: {@code WebHook-Allowed-Origin} with the
   * value of {@code WebHook-Request-Origin} (HTTP 1.1 Web Hooks for Event Delivery 1.0.2, section
   * 4.2), without a rate limit.
   *
   * <p>Off unless called, because no document says that this vendor requires it. Every origin is
   * permitted; its deliveries still have to be signed.
   */
  public SchlageHomeReceiverBuilder permitRequestOrigin() {
    return validation("OPTIONS", request -> allowed(permission(request)));
  }

  private static WebhookResponse allowed(Map<String, String> permission) {
    Map<String, String> headers = new HashMap<>(permission);
    headers.put("Allow", "OPTIONS, POST");
    return WebhookResponse.of(204, headers);
  }

  private static Map<String, String> permission(WebhookRequest request) {
    List<String> origins = request.header("WebHook-Request-Origin");
    if (origins.size() != 1 || !ORIGIN.matcher(origins.get(0)).matches()) {
      return Map.of();
    }
    return request.header("WebHook-Request-Rate").isEmpty()
        ? Map.of("WebHook-Allowed-Origin", origins.get(0))
        : Map.of("WebHook-Allowed-Origin", origins.get(0), "WebHook-Allowed-Rate", "*");
  }
}
