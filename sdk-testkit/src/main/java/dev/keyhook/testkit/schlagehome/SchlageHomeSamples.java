package dev.keyhook.testkit.schlagehome;

import dev.keyhook.events.schlagehome.SchlageHomeEvents;
import dev.keyhook.testkit.internal.SampleFile;
import java.util.Set;

/**
 * Bodies of Schlage Home's webhooks, one for every trigger with a published schema: the examples of
 * {@code schlage-home-schemas.yaml}.
 *
 * <p>They are invented from the vendor's documentation. Each is one event with a unique id, in
 * compact JSON as the vendor sends it. Every call returns a new array. Stateless, and safe for use
 * by any number of threads.
 *
 * <p>For an event with your own data use {@code SchlageHomeEvent.builder(data)} and its {@code
 * raw()}.
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
   * Returns a sample by its name in the schema, such as {@code DeviceLockStateChangedByHand}:
   * variants with required fields only, with an older form, or with another access type.
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
   * Returns an event of a type that this version has no class for: a change of the battery level,
   * whose schema is not published.
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
