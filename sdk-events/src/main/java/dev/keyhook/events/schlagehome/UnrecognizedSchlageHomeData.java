package dev.keyhook.events.schlagehome;

import dev.keyhook.RawJson;
import dev.keyhook.events.internal.LazyJson;

/**
 * Data of a type that this version has no class for. It is hidden, so that no {@code switch} over
 * {@link SchlageHomeData} is complete without a {@code default}.
 */
record UnrecognizedSchlageHomeData(LazyJson json) implements SchlageHomeData {

  @Override
  public RawJson toJson() {
    return json.get();
  }

  @Override
  public String toString() {
    return "Unrecognized[***]";
  }
}
