package dev.keyhook.events.smartphonekey;

import dev.keyhook.MissingFieldException;
import dev.keyhook.events.smartphonekey.model.AlarmCleared;
import dev.keyhook.events.smartphonekey.model.AlarmTriggered;
import java.time.Instant;

/** An alarm of a sensor, or its end. */
public sealed interface AlarmData extends SmartphoneKeyData permits AlarmCleared, AlarmTriggered {
  /**
   * Returns the identifier of the sensor.
   *
   * @throws MissingFieldException if the delivery has none
   */
  String deviceId();

  /**
   * Returns when it happened, by the clock of the platform.
   *
   * @throws MissingFieldException if the delivery has none
   */
  Instant timestamp();
}
