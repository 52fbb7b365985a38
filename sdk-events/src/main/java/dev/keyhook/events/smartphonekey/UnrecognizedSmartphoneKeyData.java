package dev.keyhook.events.smartphonekey;

import dev.keyhook.RawJson;
import dev.keyhook.events.internal.LazyJson;

/**
 * Data of a type that this version has no class for. It is hidden, so that no {@code switch} over
 * {@link SmartphoneKeyData} is complete without a {@code default}.
 */
record UnrecognizedSmartphoneKeyData(LazyJson json) implements SmartphoneKeyData {

  @Override
  public RawJson toJson() {
    return json.get();
  }

  @Override
  public String toString() {
    return "Unrecognized[***]";
  }
}
