package dev.keyhook.cli.listen;

import dev.keyhook.Event;
import dev.keyhook.events.schlagehome.SchlageHomeEvent;
import dev.keyhook.events.schlagehome.SchlageHomeEvents;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvent;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import dev.keyhook.routing.EventContext;
import dev.keyhook.routing.EventRouter;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Handles an event: fails if {@code --fail} is set, and writes the log of handled events. */
final class Handling {

  private final @Nullable HandledLog log;
  private final double failShare;

  Handling(@Nullable HandledLog log, double failShare) {
    this.log = log;
    this.failShare = failShare;
  }

  EventRouter<SmartphoneKeyEvent> smartphoneKey() {
    return SmartphoneKeyEvents.router()
        .otherwise((event, context) -> handle(event, context))
        .build();
  }

  EventRouter<SchlageHomeEvent> schlageHome() {
    return SchlageHomeEvents.router().otherwise((event, context) -> handle(event, context)).build();
  }

  private void handle(Event<?> event, EventContext context) {
    if (failShare > 0 && ThreadLocalRandom.current().nextDouble() < failShare) {
      throw new SimulatedFailure();
    }
    if (log != null) {
      log.add(event, context);
    }
  }
}
