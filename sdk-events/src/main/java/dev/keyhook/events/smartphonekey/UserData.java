package dev.keyhook.events.smartphonekey;

import dev.keyhook.MissingFieldException;
import dev.keyhook.events.smartphonekey.model.AccessibleLockAdded;
import dev.keyhook.events.smartphonekey.model.AccessibleLockRemoved;
import dev.keyhook.events.smartphonekey.model.DeviceAdded;
import dev.keyhook.events.smartphonekey.model.DevicePushMutedUpdated;
import dev.keyhook.events.smartphonekey.model.DeviceRemoved;
import dev.keyhook.events.smartphonekey.model.LicensePlateAdded;
import dev.keyhook.events.smartphonekey.model.LicensePlateRemoved;
import dev.keyhook.events.smartphonekey.model.PhysicalKeyAdded;
import dev.keyhook.events.smartphonekey.model.PhysicalKeyAssigned;
import dev.keyhook.events.smartphonekey.model.PhysicalKeyRemoved;
import dev.keyhook.events.smartphonekey.model.ProfileUpdated;
import dev.keyhook.events.smartphonekey.model.UserCreated;
import dev.keyhook.events.smartphonekey.model.UserEmailUpdated;
import dev.keyhook.events.smartphonekey.model.UserPhoneNumberUpdated;
import dev.keyhook.events.smartphonekey.model.UserReactivated;
import dev.keyhook.events.smartphonekey.model.UserSuspended;
import dev.keyhook.events.smartphonekey.model.WalletKeyAdded;
import dev.keyhook.events.smartphonekey.model.WalletKeyCommitted;
import dev.keyhook.events.smartphonekey.model.WalletKeyPrepared;
import dev.keyhook.events.smartphonekey.model.WalletKeyRemoved;
import dev.keyhook.events.smartphonekey.model.WalletKeyRolledBack;

/** An event of a user: profile, physical and wallet keys, accessible locks, devices. */
public sealed interface UserData extends SmartphoneKeyData
    permits AccessibleLockAdded,
        AccessibleLockRemoved,
        DeviceAdded,
        DevicePushMutedUpdated,
        DeviceRemoved,
        LicensePlateAdded,
        LicensePlateRemoved,
        PhysicalKeyAdded,
        PhysicalKeyAssigned,
        PhysicalKeyRemoved,
        ProfileUpdated,
        UserCreated,
        UserEmailUpdated,
        UserPhoneNumberUpdated,
        UserReactivated,
        UserSuspended,
        WalletKeyAdded,
        WalletKeyCommitted,
        WalletKeyPrepared,
        WalletKeyRemoved,
        WalletKeyRolledBack {
  /**
   * Returns the identifier of the user.
   *
   * @throws MissingFieldException if the delivery has none
   */
  String userId();
}
