package dev.keyhook.events.smartphonekey;

import dev.keyhook.MissingFieldException;
import dev.keyhook.RawJson;
import dev.keyhook.events.smartphonekey.model.ShadowUpdate;

/** What an AWS IoT device shadow says about a device: what it reports, and what was asked of it. */
public sealed interface ShadowData extends SmartphoneKeyData permits ShadowUpdate {

  /**
   * Returns what was asked of the device and not yet reported, a JSON object as text.
   *
   * @throws MissingFieldException if the delivery has none
   */
  RawJson deltaState();

  /**
   * Returns whether the device has done all that was asked of it: whether the {@linkplain
   * #deltaState() delta} is an empty JSON object.
   *
   * @return false also if the delta is not a JSON object
   * @throws MissingFieldException if the delivery has no delta
   */
  default boolean isConverged() {
    // JSON has less white space than Unicode (RFC 8259, section 2).
    return deltaState().text().matches("[ \\t\\r\\n]*\\{[ \\t\\r\\n]*}[ \\t\\r\\n]*");
  }
}
