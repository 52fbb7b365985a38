package dev.keyhook.events.smartphonekey;

import dev.keyhook.MissingFieldException;
import dev.keyhook.events.smartphonekey.model.CameraRoleCameraAssigned;
import dev.keyhook.events.smartphonekey.model.CameraRoleCameraRemoved;
import dev.keyhook.events.smartphonekey.model.CameraRoleCreated;
import dev.keyhook.events.smartphonekey.model.CameraRoleDeleted;
import dev.keyhook.events.smartphonekey.model.CameraRoleUserAssigned;
import dev.keyhook.events.smartphonekey.model.CameraRoleUserRemoved;

/** An event of a role that gives users access to cameras. */
public sealed interface CameraRoleData extends SmartphoneKeyData
    permits CameraRoleCameraAssigned,
        CameraRoleCameraRemoved,
        CameraRoleCreated,
        CameraRoleDeleted,
        CameraRoleUserAssigned,
        CameraRoleUserRemoved {
  /**
   * Returns the identifier of the role.
   *
   * @throws MissingFieldException if the delivery has none
   */
  String roleId();
}
