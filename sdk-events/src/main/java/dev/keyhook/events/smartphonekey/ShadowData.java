package dev.keyhook.events.smartphonekey;

import dev.keyhook.RawJson;
import dev.keyhook.events.smartphonekey.model.ShadowUpdate;
import java.util.Optional;

/** An AWS IoT device shadow: the reported and the desired state of a device. */
public sealed interface ShadowData extends SmartphoneKeyData permits ShadowUpdate {

  /** Returns the part of the desired state that is not reported yet, a JSON object as text. */
  Optional<RawJson> deltaState();

  /**
   * Returns whether the reported state equals the desired one: whether the {@linkplain
   * #deltaState() delta} is an empty JSON object.
   *
   * @return false also if the delta is absent or not a JSON object
   */
  default boolean isConverged() {
    // JSON has fewer white space characters than Unicode (RFC 8259, section 2).
    return deltaState()
        .map(delta -> delta.text().matches("[ \\t\\r\\n]*\\{[ \\t\\r\\n]*}[ \\t\\r\\n]*"))
        .orElse(false);
  }
}
