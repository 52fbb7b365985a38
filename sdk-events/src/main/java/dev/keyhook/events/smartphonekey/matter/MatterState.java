package dev.keyhook.events.smartphonekey.matter;

import dev.keyhook.RawJson;
import dev.keyhook.events.internal.JsonWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongFunction;

/**
 * The state of a Matter device in one document of a device shadow, for example the reported state
 * of a {@link dev.keyhook.events.smartphonekey.model.ShadowUpdate ShadowUpdate}.
 *
 * <p>No method throws because of the document's content. An accessor is empty if the attribute is
 * absent, null, the vendor's {@code "n/a"} or of another type; {@link #attribute(long, long)}
 * distinguishes these. If several endpoints have an attribute, the accessors return the value of
 * the lowest endpoint with a readable value.
 *
 * <p><b>A jammed bolt has no attribute.</b> In Matter a jam is an event, and shadows do not contain
 * events. A jam shows only as a lock state of {@link LockState#NOT_FULLY_LOCKED} or, if the lock
 * senses the door, as a door state of {@link DoorState#JAMMED}.
 *
 * <p>Immutable and safe to share between threads. {@code toString()} prints no content.
 */
public final class MatterState {

  /** The kind of a document, determined by its members. */
  public enum Kind {
    /** The state of a device: it has the member {@code available}. */
    STATE,
    /**
     * Information about the device and its manufacturer: it has the members {@code uuid} and {@code
     * bridge_uuid}.
     */
    DEVICE_INFO,
    /** Attributes without such members: a patch, or a desired or delta state. It may be empty. */
    ATTRIBUTES,
    /** A JSON object of another form, for example a command, or from a device without Matter. */
    OTHER,
    /** No text, or not a JSON object. */
    UNREADABLE
  }

  /** Matter's device types that describe a node and not its function. */
  private static final Set<Long> UTILITY_DEVICE_TYPES = Set.of(17L, 18L, 19L, 20L, 22L);

  /** Matter measures the charge in half percent. */
  private static final long MAX_HALF_PERCENT = 200;

  private final Document document;

  private MatterState(Document document) {
    this.document = document;
  }

  /** Reads a document, whatever it contains. */
  public static MatterState of(RawJson document) {
    return new MatterState(Document.of(document.text()));
  }

  /**
   * Reads a document that may be missing, as the accessors of {@code ShadowUpdate} return it.
   *
   * @param document if empty, the state is {@link Kind#UNREADABLE} and has no attributes
   */
  public static MatterState of(Optional<RawJson> document) {
    return new MatterState(Document.of(document.map(RawJson::text).orElse("")));
  }

  /** Returns the state that has only this attribute. */
  static MatterState of(MatterAttribute attribute) {
    JsonWriter single = new JsonWriter();
    single.beginObject();
    single.json(attribute.path(), attribute.raw());
    single.endObject();
    return of(single.toRawJson());
  }

  // ---- The document

  /** Returns the kind of the document. */
  public Kind kind() {
    if (!document.isObject()) {
      return Kind.UNREADABLE;
    }
    if (document.member("available") != null) {
      return Kind.STATE;
    }
    if (document.member("uuid") != null && document.member("bridge_uuid") != null) {
      return Kind.DEVICE_INFO;
    }
    return document.hasAttributesOnly() ? Kind.ATTRIBUTES : Kind.OTHER;
  }

  /**
   * Returns whether the device is available, presumably to its bridge: the vendor does not define
   * it.
   */
  public Optional<Boolean> available() {
    return Optional.ofNullable(document.member("available")).flatMap(Value::bool);
  }

  /** Returns the identifier of the device; only documents with information on a device have it. */
  public Optional<String> uuid() {
    return Optional.ofNullable(document.member("uuid")).flatMap(Value::text);
  }

  /** Returns the identifier of the device's bridge; only documents that have {@link #uuid()}. */
  public Optional<String> bridgeUuid() {
    return Optional.ofNullable(document.member("bridge_uuid")).flatMap(Value::text);
  }

  /**
   * Returns the Matter device type (29/0), for example 10 for a door lock; only documents with
   * information on a device have it. Both the plain number and Matter's list of types are read; of
   * several types, the first that is not merely a root node, a bridged node or a power source.
   */
  public OptionalLong deviceType() {
    List<Long> types = new ArrayList<>();
    for (MatterAttribute attribute : attribute(29, 0)) {
      OptionalLong plain = attribute.integer();
      if (plain.isPresent()) {
        types.add(plain.getAsLong());
      } else {
        addTypes(types, attribute.value());
      }
    }
    return types.stream()
        .filter(type -> !UTILITY_DEVICE_TYPES.contains(type))
        .findFirst()
        .or(() -> types.stream().findFirst())
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }

  private static void addTypes(List<Long> types, Value list) {
    for (Value type : list.elements()) {
      Value id = type.member("0");
      (id == null ? type : id).integer().ifPresent(types::add);
    }
  }

  // ---- Locks

  /** Returns the state of the lock (257/0). */
  public Optional<LockState> lockState() {
    return code(257, 0, LockState::of);
  }

  /** Returns the state of the door (257/3), which many locks do not sense. */
  public Optional<DoorState> doorState() {
    return code(257, 3, DoorState::of);
  }

  /** Returns the operations that the lock allows (257/37). */
  public Optional<OperatingMode> operatingMode() {
    return code(257, 37, OperatingMode::of);
  }

  // ---- Batteries

  /**
   * Returns the charge of the battery in percent, from 0 to 100 in steps of a half (47/12, which
   * has half percent). A value outside this range is ignored.
   */
  public OptionalDouble batteryPercent() {
    return longs(47, 12)
        .filter(half -> half >= 0 && half <= MAX_HALF_PERCENT)
        .map(half -> OptionalDouble.of(half / 2.0))
        .orElse(OptionalDouble.empty());
  }

  /** Returns the voltage of the battery in millivolts (47/11). */
  public OptionalLong voltage() {
    return integer(47, 11);
  }

  /** Returns whether the battery soon needs to be replaced or charged (47/14). */
  public Optional<ChargeLevel> chargeLevel() {
    return code(47, 14, ChargeLevel::of);
  }

  /** Returns whether the battery needs to be replaced (47/15). */
  public Optional<Boolean> replacementNeeded() {
    return bool(47, 15);
  }

  /** Returns whether the battery is being charged (47/26). */
  public Optional<ChargeState> chargeState() {
    return code(47, 26, ChargeState::of);
  }

  /** Returns the faults that the battery has at present (47/18); empty also if it reports none. */
  public List<BatteryFault> batteryFaults() {
    return attribute(47, 18).stream()
        .flatMap(attribute -> attribute.value().elements().stream())
        .flatMapToLong(fault -> fault.integer().stream())
        .mapToObj(BatteryFault::of)
        .distinct()
        .toList();
  }

  // ---- Sensors

  /** Returns the temperature in degrees Celsius (1026/0, which has hundredths). */
  public OptionalDouble temperature() {
    return hundredths(1026, 0);
  }

  /** Returns the relative humidity in percent (1029/0, which has hundredths). */
  public OptionalDouble humidity() {
    return hundredths(1029, 0);
  }

  /** Returns the illuminance as Matter encodes it (1024/0); see {@link #lux()}. */
  public OptionalLong illuminance() {
    return integer(1024, 0);
  }

  /**
   * Returns the illuminance in lux (1024/0, which is 10000 * log10(lux) + 1 by the Matter
   * specification); 0 if there is too little light to measure.
   */
  public OptionalDouble lux() {
    return longs(1024, 0)
        .filter(raw -> raw >= 0 && raw <= 0xFFFE)
        .map(raw -> OptionalDouble.of(raw == 0 ? 0 : Math.pow(10, (raw - 1) / 10_000.0)))
        .orElse(OptionalDouble.empty());
  }

  /** Returns whether the sensor detects a person (1030/0, bit 0). */
  public Optional<Boolean> occupied() {
    return document.first(
        1030,
        0,
        value -> {
          OptionalLong bits = value.integer();
          return bits.isPresent() ? Optional.of((bits.getAsLong() & 1) == 1) : value.bool();
        });
  }

  /**
   * Returns the raw value of a sensor with two states (69/0). Its meaning depends on the device
   * type; see {@link #booleanState(long)}.
   */
  public Optional<Boolean> booleanState() {
    return bool(69, 0);
  }

  /**
   * Returns the meaning of the value of a sensor with two states (69/0).
   *
   * <p>The vendor's pages disagree about contact sensors: this follows the newer page and Matter,
   * where true is closed. Use {@link #booleanState()} to decide otherwise.
   *
   * @param deviceType the Matter device type. The document with the state does not contain it: use
   *     {@link #deviceType()} of the device's other document, or an alarm
   * @return empty also if the meaning for the type is unknown
   */
  public Optional<BooleanState> booleanState(long deviceType) {
    return booleanState().flatMap(value -> BooleanState.of(deviceType, value));
  }

  /**
   * Returns the level of the smoke alarm (92/1). One page of the vendor names 92/0, which is {@link
   * #expressedState()}.
   */
  public Optional<AlarmLevel> smoke() {
    return code(92, 1, AlarmLevel::of);
  }

  /** Returns the level of the carbon monoxide alarm (92/2). */
  public Optional<AlarmLevel> carbonMonoxide() {
    return code(92, 2, AlarmLevel::of);
  }

  /** Returns the state that a smoke or carbon monoxide detector displays (92/0). */
  public Optional<ExpressedState> expressedState() {
    return code(92, 0, ExpressedState::of);
  }

  /** Returns whether a smoke or carbon monoxide detector has a fault (92/6). */
  public Optional<Boolean> hardwareFault() {
    return bool(92, 6);
  }

  /** Returns the air quality (91/0). */
  public Optional<AirQuality> airQuality() {
    return code(91, 0, AirQuality::of);
  }

  // ---- Switches and lights

  /** Returns whether the device is switched on (6/0). */
  public Optional<Boolean> on() {
    return bool(6, 0);
  }

  /** Returns the level, for example of a light, from 0 to 254, which is 100 percent (8/0). */
  public OptionalLong level() {
    return integer(8, 0);
  }

  // ---- Information about the device

  /** Returns whether the device is reachable, through its bridge if it has one (57/17 or 40/17). */
  public Optional<Boolean> reachable() {
    return bool(57, 17).or(() -> bool(40, 17));
  }

  /** Returns the name of the vendor (57/1 or 40/1). */
  public Optional<String> vendor() {
    return text(57, 1).or(() -> text(40, 1));
  }

  /** Returns the name of the product (57/3 or 40/3). */
  public Optional<String> product() {
    return text(57, 3).or(() -> text(40, 3));
  }

  /** Returns the serial number (57/15 or 40/15). */
  public Optional<String> serial() {
    return text(57, 15).or(() -> text(40, 15));
  }

  // ---- All attributes

  /**
   * Returns an attribute at each endpoint that has it, the lowest endpoint first.
   *
   * @param cluster number of the cluster, for example 257 for the door lock
   * @param attribute number of the attribute within the cluster
   */
  public List<MatterAttribute> attribute(long cluster, long attribute) {
    return document.attributes(cluster, attribute);
  }

  /** Returns all attributes in the order of the document. */
  public List<MatterAttribute> attributes() {
    return List.copyOf(document.attributes().values());
  }

  // ---- Two documents

  /**
   * Returns the combination of this document and a newer one, whose values take precedence.
   *
   * <p>Merge the documents of a device to get its state: the vendor does not say whether a document
   * is complete or a patch, and a device has several documents of different {@linkplain #kind()
   * kinds}. Members that do not belong to Matter are omitted.
   */
  public MatterState merge(MatterState newer) {
    Map<String, MatterAttribute> attributes = document.attributes();
    attributes.putAll(newer.document.attributes());
    JsonWriter merged = new JsonWriter();
    merged.beginObject();
    for (String name : List.of("available", "uuid", "bridge_uuid")) {
      Value value = newer.document.member(name);
      Value known = value == null ? document.member(name) : value;
      if (known != null) {
        merged.json(name, known.raw());
      }
    }
    attributes.forEach((path, attribute) -> merged.json(path, attribute.raw()));
    merged.endObject();
    return of(merged.toRawJson());
  }

  /**
   * Returns the changes in a later document, in its order.
   *
   * <p>Only attributes in the later document can be changes, because it may be a patch. A value
   * counts as changed if its meaning differs: 1 and 1.0 are the same, and so are 1 and true. Arrays
   * and objects are compared as text.
   *
   * @param before what was known, {@linkplain #merge merged} if there were several documents
   */
  public static List<MatterChange> changes(MatterState before, MatterState after) {
    List<MatterChange> changes = new ArrayList<>();
    Value available = after.document.member("available");
    if (available != null && !available.isSameAs(before.document.member("available"))) {
      changes.add(
          new MatterChange(after.available().orElse(false) ? "available" : "not available", null));
    }
    MatterState merged = before.merge(after);
    OptionalLong deviceType = merged.deviceType();
    Set<String> ambiguous = merged.atSeveralEndpoints();
    Map<String, MatterAttribute> old = before.document.attributes();
    for (MatterAttribute attribute : after.attributes()) {
      MatterAttribute previous = old.get(attribute.path());
      if (previous == null || !attribute.value().isSameAs(previous.value())) {
        String place =
            ambiguous.contains(attribute.withoutEndpoint())
                ? " (endpoint " + attribute.endpoint() + ")"
                : "";
        changes.add(new MatterChange(Words.of(attribute, deviceType) + place, attribute));
      }
    }
    return List.copyOf(changes);
  }

  private Set<String> atSeveralEndpoints() {
    Set<String> seen = new HashSet<>();
    Set<String> several = new HashSet<>();
    for (MatterAttribute attribute : attributes()) {
      String name = attribute.withoutEndpoint();
      if (!seen.add(name)) {
        several.add(name);
      }
    }
    return several;
  }

  /**
   * Returns the attributes whose desired value differs from the reported one, in the order of the
   * desired document, with their desired values.
   *
   * <p>A desired document may also contain a command, for example to unlock a door. A command is
   * not an attribute, and is not listed here.
   */
  public static List<MatterChange> pending(MatterState reported, MatterState desired) {
    return changes(reported, desired).stream()
        .filter(change -> change.attribute().isPresent())
        .toList();
  }

  // ---- Values

  private Optional<Boolean> bool(long cluster, long attribute) {
    return document.first(cluster, attribute, Value::bool);
  }

  private Optional<String> text(long cluster, long attribute) {
    return document.first(cluster, attribute, Value::text);
  }

  private Optional<Long> longs(long cluster, long attribute) {
    return document.first(cluster, attribute, Value::boxedInteger);
  }

  private OptionalLong integer(long cluster, long attribute) {
    return longs(cluster, attribute).map(OptionalLong::of).orElse(OptionalLong.empty());
  }

  private <C> Optional<C> code(long cluster, long attribute, LongFunction<C> vocabulary) {
    return longs(cluster, attribute).map(vocabulary::apply);
  }

  private OptionalDouble hundredths(long cluster, long attribute) {
    return document
        .first(cluster, attribute, Value::boxedNumber)
        .map(number -> OptionalDouble.of(number / 100))
        .orElse(OptionalDouble.empty());
  }

  @Override
  public String toString() {
    return "MatterState[" + kind() + ", " + document.attributes().size() + " attributes]";
  }
}
