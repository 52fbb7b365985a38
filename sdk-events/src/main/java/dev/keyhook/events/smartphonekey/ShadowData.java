package dev.keyhook.events.smartphonekey;

import dev.keyhook.RawJson;
import dev.keyhook.events.smartphonekey.model.ShadowUpdate;
import java.util.Optional;

/** What an AWS IoT device shadow says about a device: what it reports, and what was asked of it. */
public sealed interface ShadowData extends SmartphoneKeyData permits ShadowUpdate {

  /** Returns what was asked of the device and not yet reported, a JSON object as text. */
  Optional<RawJson> deltaState();

  /**
   * Returns whether the device has done all that was asked of it: whether the {@linkplain
   * #deltaState() delta} is an empty JSON object.
   *
   * @return false also if the delta is absent or not a JSON object
   */
  default boolean isConverged() {
    // JSON has less white space than Unicode (RFC 8259, section 2).
    return deltaState()
        .map(delta -> delta.text().matches("[ \\t\\r\\n]*\\{[ \\t\\r\\n]*}[ \\t\\r\\n]*"))
        .orElse(false);
  }
}
