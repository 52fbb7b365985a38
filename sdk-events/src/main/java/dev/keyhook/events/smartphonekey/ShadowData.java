package dev.keyhook.events.smartphonekey;

import dev.keyhook.MissingFieldException;
import dev.keyhook.RawJson;
import dev.keyhook.events.smartphonekey.model.ShadowUpdate;

/** What an AWS IoT device shadow says about a device: what it reports, and what is asked of it. */
public sealed interface ShadowData extends SmartphoneKeyData permits ShadowUpdate {

  /**
   * Returns what is desired and not yet reported, a JSON object as text.
   *
   * @throws MissingFieldException if the delivery has none
   */
  RawJson deltaState();

  /**
   * Says whether the device has done all that is asked of it: whether the {@linkplain #deltaState()
   * delta} is an empty JSON object.
   *
   * @return false also if the delta is something else than a JSON object
   * @throws MissingFieldException if the delivery has no delta
   */
  default boolean isConverged() {
    // White space as JSON has it (RFC 8259, section 2), not as Unicode has it.
    return deltaState().text().matches("[ \\t\\r\\n]*\\{[ \\t\\r\\n]*}[ \\t\\r\\n]*");
  }
}
