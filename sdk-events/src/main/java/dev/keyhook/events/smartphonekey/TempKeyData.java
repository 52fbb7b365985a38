package dev.keyhook.events.smartphonekey;

import dev.keyhook.MissingFieldException;
import dev.keyhook.events.smartphonekey.model.TempKeyCreated;
import dev.keyhook.events.smartphonekey.model.TempKeyDeleted;
import dev.keyhook.events.smartphonekey.model.TempKeyUpdated;
import dev.keyhook.events.smartphonekey.model.TempKeyUsed;
import java.time.Instant;

/** An event of a temporary key of a lock. */
public sealed interface TempKeyData extends SmartphoneKeyData
    permits TempKeyCreated, TempKeyDeleted, TempKeyUpdated, TempKeyUsed {
  /**
   * Returns the UUID of the temporary key.
   *
   * @throws MissingFieldException if the delivery has none
   */
  String tempKeyUuid();

  /**
   * Returns the number of the lock.
   *
   * @throws MissingFieldException if the delivery has none
   */
  long lockId();

  /**
   * Returns the UUID of the lock.
   *
   * @throws MissingFieldException if the delivery has none
   */
  String lockUuid();

  /**
   * Returns when it happened, by the clock of the platform.
   *
   * @throws MissingFieldException if the delivery has none
   */
  Instant timestamp();
}
