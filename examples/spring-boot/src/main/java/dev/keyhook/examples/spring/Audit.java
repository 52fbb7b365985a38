package dev.keyhook.examples.spring;

import dev.keyhook.events.schlagehome.SchlageHomeEvent;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvent;
import dev.keyhook.events.smartphonekey.model.KeyAdded;
import dev.keyhook.spring.WebhookHandler;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.springframework.stereotype.Component;

/** Handles events. */
// region handlers
@Component
class Audit {

  private static final Logger LOG = System.getLogger("audit");

  private final KeyRecords keys;

  Audit(KeyRecords keys) {
    this.keys = keys;
  }

  @WebhookHandler
  void keyAdded(KeyAdded key, SmartphoneKeyEvent event) {
    keys.save(new KeyRecord(event.id(), key.keyUuid()));
  }

  @WebhookHandler
  void rest(SmartphoneKeyEvent event) { // all other types, including future ones
    LOG.log(Level.INFO, "Skipped {0}", event.type());
  }

  @WebhookHandler
  void schlageHome(SchlageHomeEvent event) {
    LOG.log(Level.INFO, "{0} of {1}", event.type(), event.deviceId());
  }
}
// endregion
