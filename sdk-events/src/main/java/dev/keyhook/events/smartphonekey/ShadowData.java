package dev.keyhook.events.smartphonekey;

import dev.keyhook.RawJson;
import dev.keyhook.events.smartphonekey.model.ShadowUpdate;
import java.util.Optional;

/** What an AWS IoT device shadow says about a device: what it reports, and what was asked of it. */
public sealed interface ShadowData extends SmartphoneKeyData permits ShadowUpdate {

  /** Returns what is desired and not yet reported: a text that holds a JSON object. */
  Optional<RawJson> deltaState();

  /**
   * Says whether the device has done all that was asked of it: whether the {@linkplain
   * #deltaState() delta} is an empty JSON object.
   *
   * @return false also if the delta is missing or is anything else than a JSON object
   */
  default boolean isConverged() {
    // White space as JSON has it (RFC 8259, section 2), not as Unicode has it.
    return deltaState()
        .map(delta -> delta.text().matches("[ \\t\\r\\n]*\\{[ \\t\\r\\n]*}[ \\t\\r\\n]*"))
        .orElse(false);
  }
}
