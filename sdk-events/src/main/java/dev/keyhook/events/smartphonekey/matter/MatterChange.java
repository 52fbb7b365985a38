package dev.keyhook.events.smartphonekey.matter;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One difference between two documents of a device.
 *
 * <p>{@code toString()} prints the words.
 */
public final class MatterChange {

  private final String words;
  private final @Nullable MatterAttribute attribute;

  MatterChange(String words, @Nullable MatterAttribute attribute) {
    this.words = words;
    this.attribute = attribute;
  }

  /**
   * Returns the new value in words, such as {@code unlocked}, {@code door open} or {@code battery
   * 20 %}. Texts, arrays, objects and attributes that this version does not know are named without
   * their values, which may be secret.
   */
  public String words() {
    return words;
  }

  /**
   * Returns the attribute with its new value; empty if the availability of the device has changed,
   * which is not an attribute.
   */
  public Optional<MatterAttribute> attribute() {
    return Optional.ofNullable(attribute);
  }

  @Override
  public String toString() {
    return words;
  }
}
