package dev.keyhook.events.schlagehome;

import dev.keyhook.EventParser;
import dev.keyhook.JsonLimits;
import dev.keyhook.events.schlagehome.model.Triggers;
import dev.keyhook.routing.EventRouter;

/**
 * The events of Schlage Home: parsers and routers.
 *
 * <pre>{@code
 * SchlageHomeEvent event = SchlageHomeEvents.parser().parse(delivery);
 * if (event.data() instanceof DeviceLockStateChanged lock) {
 *   audit.lockState(event.deviceId(), lock.lockState());
 * }
 * }</pre>
 *
 * <p>Parsers read version 2 of Allegion's webhooks. An event in the form of version 1 has
 * unrecognized data and {@link SchlageHomeEvent#version()} {@code 1.0}; version 1 sends arrays, so
 * {@linkplain EventParser#split split} a delivery before parsing it. Arrays of more than 1,000
 * elements are not split, so that a small body cannot take much memory. Stateless, and safe for use
 * by several threads.
 */
public final class SchlageHomeEvents {

  private static final String ENDPOINT = "schlage-home";
  private static final EventParser<SchlageHomeEvent> DEFAULT = parser(JsonLimits.defaults());

  private SchlageHomeEvents() {}

  /** Returns a parser with the {@linkplain JsonLimits#defaults() default limits}. */
  public static EventParser<SchlageHomeEvent> parser() {
    return DEFAULT;
  }

  /** Returns a parser with other limits. */
  public static EventParser<SchlageHomeEvent> parser(JsonLimits limits) {
    return new SchlageHomeParser(limits, type -> false);
  }

  /**
   * Returns a builder of a router with the endpoint {@code schlage-home} and the {@linkplain
   * JsonLimits#defaults() default limits}.
   */
  public static EventRouter.Builder<SchlageHomeData, SchlageHomeEvent> router() {
    return router(DEFAULT);
  }

  /** Returns a builder of a router with the endpoint {@code schlage-home} and other limits. */
  public static EventRouter.Builder<SchlageHomeData, SchlageHomeEvent> router(JsonLimits limits) {
    return router(parser(limits));
  }

  private static EventRouter.Builder<SchlageHomeData, SchlageHomeEvent> router(
      EventParser<SchlageHomeEvent> parser) {
    return EventRouter.builder(ENDPOINT, parser, Triggers.classes());
  }
}
