package dev.keyhook.events.smartphonekey;

import dev.keyhook.MissingFieldException;
import dev.keyhook.events.smartphonekey.model.HubClaimed;
import dev.keyhook.events.smartphonekey.model.HubDecommissioned;
import dev.keyhook.events.smartphonekey.model.HubProvisioned;
import dev.keyhook.events.smartphonekey.model.HubReClaimed;
import dev.keyhook.events.smartphonekey.model.HubRoleSet;
import dev.keyhook.events.smartphonekey.model.HubSuspended;

/** An event of a hub. */
public sealed interface HubData extends SmartphoneKeyData
    permits HubClaimed, HubDecommissioned, HubProvisioned, HubReClaimed, HubRoleSet, HubSuspended {
  /**
   * Returns the identifier of the hub.
   *
   * @throws MissingFieldException if the delivery has none
   */
  String hubId();
}
