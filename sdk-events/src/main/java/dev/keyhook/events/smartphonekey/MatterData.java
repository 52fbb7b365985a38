package dev.keyhook.events.smartphonekey;

import dev.keyhook.MissingFieldException;
import dev.keyhook.events.smartphonekey.model.AppPinAcked;
import dev.keyhook.events.smartphonekey.model.AppPinClearRequested;
import dev.keyhook.events.smartphonekey.model.AppPinDeliveryFailed;
import dev.keyhook.events.smartphonekey.model.AppPinGaveUp;
import dev.keyhook.events.smartphonekey.model.AppPinRedriven;
import dev.keyhook.events.smartphonekey.model.AppPinRetired;
import dev.keyhook.events.smartphonekey.model.AppPinSendRequested;
import dev.keyhook.events.smartphonekey.model.AppPinShadowWriteFailed;
import dev.keyhook.events.smartphonekey.model.DesiredShadowUpdated;
import dev.keyhook.events.smartphonekey.model.MatterDeviceCreated;
import dev.keyhook.events.smartphonekey.model.MatterPinCleared;
import dev.keyhook.events.smartphonekey.model.MatterPinSet;
import dev.keyhook.events.smartphonekey.model.ReportedShadowUpdated;

/** An event of a Matter device. */
public sealed interface MatterData extends SmartphoneKeyData
    permits AppPinAcked,
        AppPinClearRequested,
        AppPinDeliveryFailed,
        AppPinGaveUp,
        AppPinRedriven,
        AppPinRetired,
        AppPinSendRequested,
        AppPinShadowWriteFailed,
        DesiredShadowUpdated,
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
