package dev.keyhook.events.smartphonekey;

import dev.keyhook.EventParser;
import dev.keyhook.JsonLimits;

/**
 * Events of SmartphoneKey, as AWS EventBridge posts them.
 *
 * <pre>{@code
 * SmartphoneKeyEvent event = SmartphoneKeyEvents.parser().parseUnverified(body);
 * if (event.data() instanceof KeyAdded key) {
 *   audit.keyAdded(event.id(), key.keyUuid());
 * }
 * }</pre>
 *
 * <p>Stateless and safe for any number of threads.
 */
public final class SmartphoneKeyEvents {

  private static final SmartphoneKeyParser DEFAULT = new SmartphoneKeyParser(JsonLimits.defaults());

  private SmartphoneKeyEvents() {}

  /** Returns a parser with the {@linkplain JsonLimits#defaults() default limits}. */
  public static EventParser<SmartphoneKeyEvent> parser() {
    return DEFAULT;
  }

  /** Returns a parser with other limits for size and depth. */
  public static EventParser<SmartphoneKeyEvent> parser(JsonLimits limits) {
    return new SmartphoneKeyParser(limits);
  }
}
