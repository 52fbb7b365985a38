package dev.keyhook.examples;

import dev.keyhook.MalformedEventException;
import dev.keyhook.MissingFieldException;
import dev.keyhook.events.smartphonekey.LockData;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvent;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import dev.keyhook.events.smartphonekey.model.KeyAdded;
import dev.keyhook.events.smartphonekey.model.ShadowUpdate;

/** The snippets of the README, in programs that compile and run. */
public final class GettingStarted {

  private GettingStarted() {}

  /** What is in a body, in words. */
  static String parse(byte[] body) {
    // region parse
    SmartphoneKeyEvent event = SmartphoneKeyEvents.parser().parseUnverified(body);
    if (event.data() instanceof KeyAdded key) {
      return "key " + key.keyUuid() + " added to lock " + key.lockId();
    } else if (event.data() instanceof ShadowUpdate shadow) {
      return shadow.thingName() + (shadow.isConverged() ? " is up to date" : " has work to do");
    } else if (event.data() instanceof LockData lock) { // a family: all that happens to locks
      return event.type() + " at lock " + lock.lockId();
    } else {
      return event.type(); // all the rest, also what the vendor adds tomorrow
    }
    // endregion
  }

  /** What can go wrong, and does not stop anything. */
  static String surprises(byte[] body) {
    // region surprises
    try {
      SmartphoneKeyEvent event = SmartphoneKeyEvents.parser().parseUnverified(body);
      event.deviations().forEach(System.out::println); // UNKNOWN_FIELD at /detail/data/color
      return event.data() instanceof KeyAdded key ? key.keyUuid() : event.raw().text();
    } catch (MalformedEventException noEvent) { // not JSON, or no event at all
      return noEvent.reason() + " at byte " + noEvent.byteOffset();
    } catch (MissingFieldException absent) { // thrown by keyUuid(), only if there is none
      return "no " + absent.pointer();
    }
    // endregion
  }
}
