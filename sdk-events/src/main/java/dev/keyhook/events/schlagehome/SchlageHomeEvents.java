package dev.keyhook.events.schlagehome;

import dev.keyhook.EventParser;
import dev.keyhook.JsonLimits;

/**
 * Events of Schlage Home, in the form of version 2 of Allegion's webhooks.
 *
 * <pre>{@code
 * SchlageHomeEvent event = SchlageHomeEvents.parser().parse(delivery);
 * if (event.data() instanceof DeviceLockStateChanged lock) {
 *   audit.lockState(event.deviceId(), lock.lockState());
 * }
 * }</pre>
 *
 * <p>Bodies of version 1, which are JSON arrays, are refused with {@link
 * dev.keyhook.MalformedEventException.Reason#OLD_VERSION}. Stateless and safe for any number of
 * threads.
 */
public final class SchlageHomeEvents {

  private static final SchlageHomeParser DEFAULT = new SchlageHomeParser(JsonLimits.defaults());

  private SchlageHomeEvents() {}

  /** Returns a parser with the {@linkplain JsonLimits#defaults() default limits}. */
  public static EventParser<SchlageHomeEvent> parser() {
    return DEFAULT;
  }

  /** Returns a parser with other limits for size and depth. */
  public static EventParser<SchlageHomeEvent> parser(JsonLimits limits) {
    return new SchlageHomeParser(limits);
  }
}
