package dev.keyhook.examples;

import dev.keyhook.DeliveryVerifier;
import dev.keyhook.Event;
import dev.keyhook.events.schlagehome.model.Accessor;
import dev.keyhook.events.schlagehome.model.DeviceLockStateChanged;
import dev.keyhook.events.schlagehome.model.LockState;
import dev.keyhook.events.smartphonekey.HubData;
import dev.keyhook.events.smartphonekey.LockData;
import dev.keyhook.events.smartphonekey.model.AccessibleLockAdded;
import dev.keyhook.events.smartphonekey.model.KeyAdded;
import dev.keyhook.events.smartphonekey.model.ShadowUpdate;
import dev.keyhook.events.smartphonekey.model.TempKeyCreated;
import dev.keyhook.events.smartphonekey.model.TempKeyUsed;
import dev.keyhook.webhooks.ReceiverListener;
import dev.keyhook.webhooks.WebhookReceiver;
import dev.keyhook.webhooks.schlagehome.SchlageHomeWebhooks;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyWebhooks;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What a building does with its events: it writes them into its logbook.
 *
 * <p>This is the part of {@link BuildingDay} that an integrator writes: one receiver for each
 * vendor.
 */
final class Concierge {

  /** An entry of the logbook. */
  record Entry(String eventId, String text) {}

  private final List<Entry> logbook = new CopyOnWriteArrayList<>();
  private volatile boolean isLogbookLocked;

  WebhookReceiver smartphoneKey(DeliveryVerifier verifier, ReceiverListener listener) {
    return SmartphoneKeyWebhooks.receiver(verifier)
        .partnerId("acme-corp")
        .on(
            KeyAdded.class,
            (key, event) -> write(event, "key " + shortly(key.keyUuid()) + " fits " + key.lockId()))
        .on(LockData.class, (lock, event) -> write(event, "noted at lock " + lock.lockId()))
        .on(
            TempKeyCreated.class,
            (key, event) -> write(event, "guest key " + shortly(key.tempKeyUuid()) + " is valid"))
        .on(
            TempKeyUsed.class,
            (key, event) -> write(event, "guest key " + shortly(key.tempKeyUuid()) + " was used"))
        .on(
            AccessibleLockAdded.class,
            (access, event) ->
                write(event, access.accessLevel() + " of " + shortly(access.lockId())))
        .on(ShadowUpdate.class, (shadow, event) -> write(event, state(shadow)))
        .on(HubData.class, (hub, event) -> write(event, "noted at hub " + hub.hubId()))
        .otherwise(event -> write(event, "kept for later"))
        .listener(listener)
        .build();
  }

  WebhookReceiver schlageHome(DeliveryVerifier verifier, ReceiverListener listener) {
    return SchlageHomeWebhooks.receiver(verifier)
        .on(DeviceLockStateChanged.class, (lock, event) -> write(event, state(lock)))
        .on("DeviceBatteryLevelChanged", event -> write(event, "change the battery soon"))
        .otherwise(event -> write(event, "kept for later"))
        .listener(listener)
        .build();
  }

  /** The one thing that can go wrong here: nobody finds the key of the desk. */
  void lockLogbook(boolean isLocked) {
    isLogbookLocked = isLocked;
  }

  List<Entry> logbook() {
    return List.copyOf(logbook);
  }

  private void write(Event<?> event, String text) throws InterruptedException {
    if (isLogbookLocked) {
      throw new IllegalStateException("The logbook is locked away");
    }
    Thread.sleep(20); // as long as a database takes
    logbook.add(new Entry(event.id(), text));
  }

  private static String state(ShadowUpdate shadow) {
    return "device "
        + shortly(shadow.thingName())
        + (shadow.isConverged() ? " has done it" : " has work to do");
  }

  private static String state(DeviceLockStateChanged lock) {
    String state = lock.lockState().map(LockState::value).orElse("changed");
    return lock.accessor().map(Accessor::accessType).map(by -> state + " by " + by).orElse(state);
  }

  private static String shortly(String id) {
    return id.length() <= 8 ? id : id.substring(0, 8);
  }
}
