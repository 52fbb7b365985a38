package dev.keyhook.events.smartphonekey;

import dev.keyhook.RawJson;
import org.jspecify.annotations.Nullable;

/**
 * Data of a type that this version has no class for. It is hidden, so that no {@code switch} over
 * {@link SmartphoneKeyData} is complete without a {@code default}.
 */
final class UnrecognizedSmartphoneKeyData implements SmartphoneKeyData {

  private final RawJson json;

  UnrecognizedSmartphoneKeyData(RawJson json) {
    this.json = json;
  }

  @Override
  public RawJson toJson() {
    return json;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof UnrecognizedSmartphoneKeyData that && json.equals(that.json);
  }

  @Override
  public int hashCode() {
    return json.hashCode();
  }

  @Override
  public String toString() {
    return "Unrecognized[***]";
  }
}
