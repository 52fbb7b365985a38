package dev.keyhook.events.smartphonekey.matter;

import dev.keyhook.RawJson;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * One attribute of a Matter device at one of its endpoints, with its value in a document.
 *
 * <p>A value is null, or the vendor's {@code "n/a"} ({@link #isNotAvailable()}), or can be read as
 * one or more of the types below; the other accessors are empty. {@code toString()} prints the path
 * and never the value, which may be secret.
 */
public final class MatterAttribute {

  private final long endpoint;
  private final long cluster;
  private final long id;
  private final Value value;

  MatterAttribute(long endpoint, long cluster, long id, Value value) {
    this.endpoint = endpoint;
    this.cluster = cluster;
    this.id = id;
    this.value = value;
  }

  /** Returns the endpoint: 0 is the node itself, 1 and above are its functions. */
  public long endpoint() {
    return endpoint;
  }

  /** Returns the number of the cluster, for example 257 for the door lock. */
  public long cluster() {
    return cluster;
  }

  /** Returns the number of the attribute within its cluster. */
  public long id() {
    return id;
  }

  /** Returns the key in the document, for example {@code 1/257/0}. */
  public String path() {
    return endpoint + "/" + withoutEndpoint();
  }

  /** Returns cluster and attribute, for example {@code 257/0}. */
  String withoutEndpoint() {
    return cluster + "/" + id;
  }

  /**
   * Returns the names of cluster and attribute, for example {@code DoorLock.LockState}; empty if
   * this version does not know them.
   */
  public Optional<String> name() {
    return AttributeNames.of(cluster, id);
  }

  /** Returns whether the value is null, which Matter uses for a value that is not known. */
  public boolean isNull() {
    return value.isNull();
  }

  /** Returns whether the value is the text {@code n/a}, the vendor's word for "not available". */
  public boolean isNotAvailable() {
    return value.isNotAvailable();
  }

  /** Returns the value as a whole number; also of {@code 2.0} and of the text {@code "2"}. */
  public OptionalLong integer() {
    return value.integer();
  }

  /** Returns the value as a number, such as the concentration of a gas. */
  public OptionalDouble number() {
    return value.number();
  }

  /** Returns the value as a boolean; 1 counts as true and 0 as false. */
  public Optional<Boolean> bool() {
    return value.bool();
  }

  /** Returns the value as text; empty for {@code n/a}. */
  public Optional<String> text() {
    return value.text();
  }

  /**
   * Returns the value as it is written in the document, arrays and objects included. It is JSON,
   * except for invalid numbers such as {@code NaN}.
   */
  public RawJson raw() {
    return value.raw();
  }

  Value value() {
    return value;
  }

  @Override
  public String toString() {
    return "MatterAttribute[" + path() + name().map(name -> " " + name).orElse("") + "]";
  }
}
