package dev.keyhook.events.smartphonekey;

import dev.keyhook.MissingFieldException;
import dev.keyhook.events.smartphonekey.model.DesiredShadowUpdated;
import dev.keyhook.events.smartphonekey.model.MatterDeviceCreated;
import dev.keyhook.events.smartphonekey.model.MatterPinCleared;
import dev.keyhook.events.smartphonekey.model.MatterPinSet;
import dev.keyhook.events.smartphonekey.model.ReportedShadowUpdated;

/** What happened to a Matter device. */
public sealed interface MatterData extends SmartphoneKeyData
    permits DesiredShadowUpdated,
        MatterDeviceCreated,
        MatterPinCleared,
        MatterPinSet,
        ReportedShadowUpdated {
  /**
   * Returns the identifier of the device.
   *
   * @throws MissingFieldException if the delivery has none
   */
  String deviceId();

  /**
   * Returns the name of the device as an AWS IoT thing.
   *
   * @throws MissingFieldException if the delivery has none
   */
  String thingName();
}
