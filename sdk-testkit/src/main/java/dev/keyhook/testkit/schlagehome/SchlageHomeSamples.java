package dev.keyhook.testkit.schlagehome;

import dev.keyhook.events.schlagehome.SchlageHomeEvents;
import dev.keyhook.testkit.internal.SampleFile;
import java.util.Set;

/**
 * Bodies of Schlage Home's webhooks, of every trigger whose shape is published: the examples of
 * {@code schlage-home-schemas.yaml}.
 *
 * <p>They are made up, by what the vendor says about its events. Each is one event with an id of
 * its own, in compact JSON as the vendor writes it. Every call returns a new array.
 *
 * <p>For an event with data of your own choice use {@code SchlageHomeEvent.builder(data)} and its
 * {@code raw()}.
 */
public final class SchlageHomeSamples {

  private static final SampleFile FILE =
      SampleFile.nextTo(SchlageHomeSamples.class, SchlageHomeEvents.parser());

  private SchlageHomeSamples() {}

  /**
   * Returns a sample of a type, with all its fields.
   *
   * @param type the {@code trigger}, such as {@code DeviceLockStateChanged}
   * @throws IllegalArgumentException if there is none; see {@link #types()}
   */
  public static byte[] of(String type) {
    return FILE.ofType(type);
  }

  /**
   * Returns a sample by its name in the schema, such as {@code DeviceLockStateChangedByHand}: with
   * required fields only, from before a change, of another access type.
   *
   * @throws IllegalArgumentException if there is none; see {@link #names()}
   */
  public static byte[] named(String name) {
    return FILE.named(name);
  }

  /**
   * Returns all types that this version has a class for.
   *
   * @return in alphabetical order, unmodifiable
   */
  public static Set<String> types() {
    return FILE.types();
  }

  /**
   * Returns the names of all samples.
   *
   * @return in the order of the schema, unmodifiable
   */
  public static Set<String> names() {
    return FILE.names();
  }

  /**
   * Returns an event of a type that this version has no class for: the battery's level, whose shape
   * is not published.
   */
  public static byte[] unrecognized() {
    return named("UnrecognizedBatteryLevelChanged");
  }

  /** Returns a {@code DeviceLockStateChanged}: unlocked with an access code. */
  public static byte[] lockStateChanged() {
    return of("DeviceLockStateChanged");
  }

  /** Returns a {@code DeviceConnectivityStateChanged}: a lock that has gone offline. */
  public static byte[] connectivityStateChanged() {
    return of("DeviceConnectivityStateChanged");
  }

  /** Returns a {@code CommandSucceeded}: an access code was added. */
  public static byte[] commandSucceeded() {
    return of("CommandSucceeded");
  }
}
