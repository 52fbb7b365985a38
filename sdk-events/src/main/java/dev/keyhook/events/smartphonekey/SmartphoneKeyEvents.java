package dev.keyhook.events.smartphonekey;

import dev.keyhook.EventParser;
import dev.keyhook.JsonLimits;
import dev.keyhook.events.smartphonekey.model.DetailTypes;
import dev.keyhook.routing.EventRouter;

/**
 * The events of SmartphoneKey, as AWS EventBridge posts them: parsers and routers.
 *
 * <pre>{@code
 * SmartphoneKeyEvent event = SmartphoneKeyEvents.parser().parseUnverified(body);
 * if (event.data() instanceof KeyAdded key) {
 *   audit.keyAdded(event.id(), key.keyUuid());
 * }
 * }</pre>
 *
 * <p>Stateless, and safe for use by several threads.
 */
public final class SmartphoneKeyEvents {

  private static final String ENDPOINT = "smartphonekey";
  private static final EventParser<SmartphoneKeyEvent> DEFAULT = parser(JsonLimits.defaults());

  private SmartphoneKeyEvents() {}

  /** Returns a parser with the {@linkplain JsonLimits#defaults() default limits}. */
  public static EventParser<SmartphoneKeyEvent> parser() {
    return DEFAULT;
  }

  /** Returns a parser with other limits. */
  public static EventParser<SmartphoneKeyEvent> parser(JsonLimits limits) {
    return new SmartphoneKeyParser(limits, type -> false);
  }

  /**
   * Returns a builder of a router with the endpoint {@code smartphonekey} and the {@linkplain
   * JsonLimits#defaults() default limits}.
   */
  public static EventRouter.Builder<SmartphoneKeyData, SmartphoneKeyEvent> router() {
    return router(DEFAULT);
  }

  /** Returns a builder of a router with the endpoint {@code smartphonekey} and other limits. */
  public static EventRouter.Builder<SmartphoneKeyData, SmartphoneKeyEvent> router(
      JsonLimits limits) {
    return router(parser(limits));
  }

  private static EventRouter.Builder<SmartphoneKeyData, SmartphoneKeyEvent> router(
      EventParser<SmartphoneKeyEvent> parser) {
    return EventRouter.builder(ENDPOINT, parser, DetailTypes.classes());
  }
}
