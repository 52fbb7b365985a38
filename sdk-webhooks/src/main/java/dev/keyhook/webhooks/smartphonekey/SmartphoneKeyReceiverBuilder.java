package dev.keyhook.webhooks.smartphonekey;

import dev.keyhook.DeliveryVerifier;
import dev.keyhook.events.smartphonekey.SmartphoneKeyData;
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
    extends ReceiverBuilder<SmartphoneKeyData, SmartphoneKeyEvent, SmartphoneKeyReceiverBuilder> {

  /** AWS documents it for invocations of API destinations; the vendor gives no number. */
  private static final Duration EVENTBRIDGE_TIMEOUT = Duration.ofSeconds(5);

  SmartphoneKeyReceiverBuilder(DeliveryVerifier verifier) {
    super(verifier, SmartphoneKeyEvents::parser);
    senderTimeout(EVENTBRIDGE_TIMEOUT);
  }

  /**
   * Answers 403 to events of other partners, which SmartphoneKey then forgets.
   *
   * <p>An event that names no partner passes: it is nobody else's, the vendor's own filter lets
   * none through, and an event in a form of the future would be lost. The partner's id stands in
   * the body and proves nothing: this is a guard against a wrong subscription, not against a
   * forger.
   *
   * @param ids your organisation ids, letter by letter; usually one
   * @throws IllegalArgumentException if there is none, or an empty one
   */
  public SmartphoneKeyReceiverBuilder partnerId(String... ids) {
    Set<String> ours = Set.of(ids);
    if (ours.isEmpty() || ours.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException("Give the id of your organisation, such as acme-corp");
    }
    return accept(event -> event.partnerId().map(ours::contains).orElse(true));
  }
}
