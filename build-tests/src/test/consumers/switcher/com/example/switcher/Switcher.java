package com.example.switcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhook.events.smartphonekey.LockData;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvent;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import dev.keyhook.events.smartphonekey.model.KeyAdded;
import dev.keyhook.events.smartphonekey.model.ShadowUpdate;

/** Uses a switch with type patterns over event data, as in Java 21. */
public final class Switcher {

  private Switcher() {}

  /** Prints a line for the event in each argument. */
  public static void main(String[] args) {
    for (String body : args) {
      System.out.println(line(SmartphoneKeyEvents.parser().parseUnverified(body.getBytes(UTF_8))));
    }
  }

  private static String line(SmartphoneKeyEvent event) {
    // region switch
    return switch (event.data()) {
      case KeyAdded key -> "key " + key.keyUuid() + " added to lock " + key.lockId();
      case ShadowUpdate shadow ->
          shadow.thingName() + (shadow.isConverged() ? " is up to date" : " has a pending change");
      case LockData lock -> event.type() + " at lock " + lock.lockId(); // a family
      default -> event.type(); // any other type, including future ones
    };
    // endregion
  }
}
