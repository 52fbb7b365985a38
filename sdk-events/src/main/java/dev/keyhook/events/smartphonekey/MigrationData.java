package dev.keyhook.events.smartphonekey;

import dev.keyhook.MissingFieldException;
import dev.keyhook.events.smartphonekey.model.DeviceMigrationStatusUpdated;
import dev.keyhook.events.smartphonekey.model.MigrationCompleted;
import dev.keyhook.events.smartphonekey.model.MigrationStarted;

/** The progress of a migration of devices from one hub to another. */
public sealed interface MigrationData extends SmartphoneKeyData
    permits DeviceMigrationStatusUpdated, MigrationCompleted, MigrationStarted {
  /**
   * Returns the identifier of the migration.
   *
   * @throws MissingFieldException if the delivery has none
   */
  String migrationId();
}
