package dev.keyhook.webhooks.smartphonekey;

import dev.keyhook.DeliveryVerifier;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvent;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import dev.keyhook.webhooks.ReceiverBuilder;
import java.time.Duration;
import java.util.Set;

/**
 * Builds a receiver of SmartphoneKey's webhooks.
 *
 * <p>Its sender gives up after 5 seconds unless set otherwise, as AWS EventBridge does. Not safe
 * for use by several threads.
 */
public final class SmartphoneKeyReceiverBuilder
    extends ReceiverBuilder<SmartphoneKeyEvent, SmartphoneKeyReceiverBuilder> {

  /**
   * The limit of EventBridge for invocations of API destinations; the vendor documents none.
   *
   * <p>https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-api-destinations.html
   */
  private static final Duration EVENTBRIDGE_TIMEOUT = Duration.ofSeconds(5);

  SmartphoneKeyReceiverBuilder(DeliveryVerifier verifier) {
    super("smartphonekey", verifier, SmartphoneKeyEvents::parser);
    senderTimeout(EVENTBRIDGE_TIMEOUT);
  }

  /**
   * Accepts events of these partners only. A delivery of other partners' events gets a 403, after
   * which SmartphoneKey drops it.
   *
   * <p>An event without a partner passes, since it may be yours. The partner's id is part of the
   * body and does not authenticate the sender: this protects against a wrong subscription, not
   * against forgery.
   *
   * @param ids your organisation ids, case-sensitive; usually one
   * @throws IllegalArgumentException if there is none, or a blank one
   * @throws IllegalStateException if it was already set
   */
  public SmartphoneKeyReceiverBuilder partnerId(String... ids) {
    Set<String> ours = Set.of(ids);
    if (ours.isEmpty() || ours.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException("Give the id of your organisation, such as acme-corp");
    }
    return accept(
        event -> event.partnerId().filter(id -> !id.isBlank()).map(ours::contains).orElse(true));
  }
}
