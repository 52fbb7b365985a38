package dev.keyhook.events.smartphonekey;

import dev.keyhook.MissingFieldException;
import dev.keyhook.events.smartphonekey.model.KeyAdded;
import dev.keyhook.events.smartphonekey.model.KeyRemoved;
import dev.keyhook.events.smartphonekey.model.KeyWriteRequested;
import dev.keyhook.events.smartphonekey.model.LockCreated;
import dev.keyhook.events.smartphonekey.model.LockOpenConfirmed;
import dev.keyhook.events.smartphonekey.model.LockOpenRequested;
import dev.keyhook.events.smartphonekey.model.LockOpenUnconfirmed;
import dev.keyhook.events.smartphonekey.model.LockUuidChanged;
import dev.keyhook.events.smartphonekey.model.OrganizationSet;
import dev.keyhook.events.smartphonekey.model.OwnerSet;
import dev.keyhook.events.smartphonekey.model.ResidentAdded;
import dev.keyhook.events.smartphonekey.model.ResidentRemoved;
import java.time.Instant;

/** An event of a lock: its creation, its opening, its keys, its residents. */
public sealed interface LockData extends SmartphoneKeyData
    permits KeyAdded,
        KeyRemoved,
        KeyWriteRequested,
        LockCreated,
        LockOpenConfirmed,
        LockOpenRequested,
        LockOpenUnconfirmed,
        LockUuidChanged,
        OrganizationSet,
        OwnerSet,
        ResidentAdded,
        ResidentRemoved {
  /**
   * Returns the number of the lock. In events of other families lock numbers are texts.
   *
   * @throws MissingFieldException if the delivery has none
   */
  long lockId();

  /**
   * Returns the UUID of the lock.
   *
   * @throws MissingFieldException if the delivery has none
   */
  String uuid();

  /**
   * Returns when it happened, by the clock of the platform.
   *
   * @throws MissingFieldException if the delivery has none
   */
  Instant timestamp();
}
