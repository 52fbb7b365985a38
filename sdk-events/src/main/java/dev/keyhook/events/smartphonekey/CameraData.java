package dev.keyhook.events.smartphonekey;

import dev.keyhook.MissingFieldException;
import dev.keyhook.events.smartphonekey.model.CameraDeleted;
import dev.keyhook.events.smartphonekey.model.CameraDisabled;
import dev.keyhook.events.smartphonekey.model.CameraLinkedToLock;
import dev.keyhook.events.smartphonekey.model.CameraRegistered;
import dev.keyhook.events.smartphonekey.model.CameraUnlinkedFromLock;
import dev.keyhook.events.smartphonekey.model.CameraUpdated;

/** An event of a cloud camera. */
public sealed interface CameraData extends SmartphoneKeyData
    permits CameraDeleted,
        CameraDisabled,
        CameraLinkedToLock,
        CameraRegistered,
        CameraUnlinkedFromLock,
        CameraUpdated {
  /**
   * Returns the identifier of the camera.
   *
   * @throws MissingFieldException if the delivery has none
   */
  String cameraId();
}
