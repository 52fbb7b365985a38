package dev.keyhook.testkit.smartphonekey;

import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import dev.keyhook.testkit.internal.SampleFile;
import java.util.Set;

/**
 * Bodies of SmartphoneKey's webhooks, one for every event type: the examples of {@code
 * eventbridge-schemas.yaml}.
 *
 * <p>They are invented from the vendor's documentation. Each is one event with a unique id for the
 * partner {@code acme-corp}, in compact JSON as EventBridge sends it. Every call returns a new
 * array. Stateless, and safe for use by any number of threads.
 *
 * <p>For an event with your own data use {@code SmartphoneKeyEvent.builder(data)} and its {@code
 * raw()}.
 */
public final class SmartphoneKeySamples {

  private static final SampleFile FILE =
      SampleFile.nextTo(SmartphoneKeySamples.class, SmartphoneKeyEvents.parser());

  private SmartphoneKeySamples() {}

  /**
   * Returns a sample of a type, with all its fields.
   *
   * @param type the {@code detail-type}, such as {@code KeyAdded} or {@code Shadow Update}
   * @throws IllegalArgumentException if there is none; see {@link #types()}
   */
  public static byte[] of(String type) {
    return FILE.ofType(type);
  }

  /**
   * Returns a sample by its name in the schema, such as {@code KeyAddedMinimal}: variants with
   * required fields only, with nulls, or with an older form.
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

  /** Returns an event of a future type, which this version has no class for. */
  public static byte[] unrecognized() {
    return named("UnrecognizedDoorOpened");
  }

  /** Returns a {@code KeyAdded}. */
  public static byte[] keyAdded() {
    return of("KeyAdded");
  }

  /** Returns a {@code KeyRemoved}: of the key of {@link #keyAdded()}. */
  public static byte[] keyRemoved() {
    return of("KeyRemoved");
  }

  /** Returns a {@code LockOpenRequested}. */
  public static byte[] lockOpenRequested() {
    return of("LockOpenRequested");
  }

  /** Returns a {@code ResidentAdded}, with a name and an address. */
  public static byte[] residentAdded() {
    return of("ResidentAdded");
  }

  /** Returns a {@code TempKeyCreated}: a key for five uses. */
  public static byte[] tempKeyCreated() {
    return of("TempKeyCreated");
  }

  /** Returns a {@code TempKeyUsed}: the first use of the key of {@link #tempKeyCreated()}. */
  public static byte[] tempKeyUsed() {
    return of("TempKeyUsed");
  }

  /** Returns a {@code HubClaimed}. */
  public static byte[] hubClaimed() {
    return of("HubClaimed");
  }

  /** Returns a {@code Shadow Update} of a lock with a pending change. */
  public static byte[] shadowUpdate() {
    return of("Shadow Update");
  }
}
