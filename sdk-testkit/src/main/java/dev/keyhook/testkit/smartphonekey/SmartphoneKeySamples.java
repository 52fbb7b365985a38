package dev.keyhook.testkit.smartphonekey;

import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import dev.keyhook.testkit.internal.SampleFile;
import java.util.Set;

/**
 * Bodies of SmartphoneKey's webhooks, of every event type: the examples of {@code
 * eventbridge-schemas.yaml}.
 *
 * <p>They are made up, by what the vendor says about its events. Each is one event with an id of
 * its own, in compact JSON as EventBridge writes it, of the partner {@code acme-corp}. Every call
 * returns a new array.
 *
 * <p>For an event with data of your own choice use {@code SmartphoneKeyEvent.builder(data)} and its
 * {@code raw()}.
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
   * Returns a sample by its name in the schema, such as {@code KeyAddedMinimal}: with required
   * fields only, with nulls, from before a change.
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

  /** Returns an event of a type that this version has no class for, as if from the future. */
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

  /** Returns a {@code Shadow Update}, of a lock that has yet to do what it was asked. */
  public static byte[] shadowUpdate() {
    return of("Shadow Update");
  }
}
