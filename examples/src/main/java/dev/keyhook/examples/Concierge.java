package dev.keyhook.examples;

import dev.keyhook.Event;
import dev.keyhook.events.schlagehome.SchlageHomeEvent;
import dev.keyhook.events.schlagehome.SchlageHomeEvents;
import dev.keyhook.events.schlagehome.model.Accessor;
import dev.keyhook.events.schlagehome.model.DeviceLockStateChanged;
import dev.keyhook.events.schlagehome.model.LockState;
import dev.keyhook.events.smartphonekey.HubData;
import dev.keyhook.events.smartphonekey.LockData;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvent;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import dev.keyhook.events.smartphonekey.model.AccessibleLockAdded;
import dev.keyhook.events.smartphonekey.model.KeyAdded;
import dev.keyhook.events.smartphonekey.model.ShadowUpdate;
import dev.keyhook.events.smartphonekey.model.TempKeyCreated;
import dev.keyhook.events.smartphonekey.model.TempKeyUsed;
import dev.keyhook.routing.EventRouter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Writes the events of a building into its logbook.
 *
 * <p>This is the part of {@link BuildingDay} that an integrator writes: one router for each vendor.
 */
final class Concierge {

  /** An entry of the logbook. */
  record Entry(String eventId, String text) {}

  private final List<Entry> logbook = new CopyOnWriteArrayList<>();
  private volatile boolean isLogbookDown;

  private final EventRouter<SmartphoneKeyEvent> smartphoneKey =
      SmartphoneKeyEvents.router()
          .on(
              KeyAdded.class,
              (key, event) ->
                  write(event, "key " + shorten(key.keyUuid()) + " fits lock " + key.lockId()))
          .on(LockData.class, (lock, event) -> write(event, "change at lock " + lock.lockId()))
          .on(
              TempKeyCreated.class,
              (key, event) -> write(event, "guest key " + shorten(key.tempKeyUuid()) + " is valid"))
          .on(
              TempKeyUsed.class,
              (key, event) -> write(event, "guest key " + shorten(key.tempKeyUuid()) + " was used"))
          .on(
              AccessibleLockAdded.class,
              (access, event) ->
                  write(event, access.accessLevel() + " of lock " + shorten(access.lockId())))
          .on(ShadowUpdate.class, (shadow, event) -> write(event, state(shadow)))
          .on(HubData.class, (hub, event) -> write(event, "change at hub " + hub.hubId()))
          .otherwise(event -> write(event, "kept for later"))
          .build();

  private final EventRouter<SchlageHomeEvent> schlageHome =
      SchlageHomeEvents.router()
          .on(DeviceLockStateChanged.class, (lock, event) -> write(event, state(lock)))
          .on("DeviceBatteryLevelChanged", event -> write(event, "check the battery"))
          .otherwise(event -> write(event, "kept for later"))
          .build();

  EventRouter<SmartphoneKeyEvent> smartphoneKey() {
    return smartphoneKey;
  }

  EventRouter<SchlageHomeEvent> schlageHome() {
    return schlageHome;
  }

  /** Makes all handlers fail, or work again. */
  void setLogbookDown(boolean isDown) {
    isLogbookDown = isDown;
  }

  List<Entry> logbook() {
    return List.copyOf(logbook);
  }

  private void write(Event<?> event, String text) {
    if (isLogbookDown) {
      throw new IllegalStateException("The logbook is down");
    }
    logbook.add(new Entry(event.id(), text));
  }

  private static String state(ShadowUpdate shadow) {
    return "device "
        + shorten(shadow.thingName())
        + (shadow.isConverged() ? " is up to date" : " has a pending change");
  }

  private static String state(DeviceLockStateChanged lock) {
    String state = lock.lockState().map(LockState::value).orElse("changed");
    return lock.accessor().map(Accessor::accessType).map(by -> state + " by " + by).orElse(state);
  }

  private static String shorten(String id) {
    return id.length() <= 8 ? id : id.substring(0, 8);
  }
}
