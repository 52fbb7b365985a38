package dev.keyhook.webhooks.schlagehome;

import dev.keyhook.DeliveryVerifier;
import dev.keyhook.WebhookRequest;
import dev.keyhook.events.schlagehome.SchlageHomeData;
import dev.keyhook.events.schlagehome.SchlageHomeEvent;
import dev.keyhook.events.schlagehome.SchlageHomeEvents;
import dev.keyhook.webhooks.ReceiverBuilder;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Builds a receiver of Schlage Home's webhooks.
 *
 * <p>It answers the vendor's {@code OPTIONS} requests at once with 204, unsigned as they are. When
 * the vendor gives up on a delivery is not published, so {@code deadlineNear} is silent unless
 * {@link #senderTimeout} is set. Not safe for use by several threads.
 */
public final class SchlageHomeReceiverBuilder
    extends ReceiverBuilder<SchlageHomeData, SchlageHomeEvent, SchlageHomeReceiverBuilder> {

  /** A DNS name, as the CloudEvents specification wants it. */
  private static final Pattern ORIGIN = Pattern.compile("[A-Za-z0-9.:-]{1,253}");

  SchlageHomeReceiverBuilder(DeliveryVerifier verifier) {
    super(verifier, SchlageHomeEvents::parser);
    validation(request -> Map.of());
  }

  /**
   * Also gives the sender of an {@code OPTIONS} request the permission that CloudEvents describes:
   * {@code WebHook-Allowed-Origin} with the value of its {@code WebHook-Request-Origin} (HTTP 1.1
   * Web Hooks for Event Delivery 1.0.2, section 4.2), and no limit of the rate.
   *
   * <p>Off unless called: nothing says that this vendor asks for it. Whoever asks is permitted,
   * since a delivery still has to be signed.
   */
  public SchlageHomeReceiverBuilder permitRequestOrigin() {
    return validation(SchlageHomeReceiverBuilder::permission);
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
