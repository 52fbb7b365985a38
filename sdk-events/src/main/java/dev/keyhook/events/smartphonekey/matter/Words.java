package dev.keyhook.events.smartphonekey.matter;

import static java.util.stream.Collectors.joining;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Describes the value of an attribute in words for people. */
final class Words {

  private static final double MAX_LEVEL = 254;

  private Words() {}

  /**
   * Returns the value in words.
   *
   * @param deviceType the Matter device type, if it is known
   */
  static String of(MatterAttribute attribute, OptionalLong deviceType) {
    return phrase(MatterState.of(attribute), attribute, deviceType)
        .orElseGet(() -> named(attribute));
  }

  private static Optional<String> phrase(
      MatterState state, MatterAttribute attribute, OptionalLong deviceType) {
    return switch (attribute.withoutEndpoint()) {
      case "257/0" ->
          state.lockState().map(lock -> lock.isKnown() ? lock.toString() : "lock state " + lock);
      case "257/3" ->
          state.doorState().map(door -> "door " + (door.isKnown() ? "" : "state ") + door);
      case "257/37" -> state.operatingMode().map(mode -> "operating mode " + mode);
      case "47/11" -> words("battery ", state.voltage(), " mV");
      case "47/12" -> words("battery ", state.batteryPercent(), " %");
      case "47/14" -> state.chargeLevel().map(level -> "battery charge " + level);
      case "47/15" ->
          says(
              state.replacementNeeded(),
              "battery needs replacement",
              "battery needs no replacement");
      case "47/18" ->
          attribute.value().isArray()
              ? Optional.of(faults(state.batteryFaults()))
              : Optional.empty();
      case "47/26" -> state.chargeState().map(Words::charging);
      case "1026/0" -> words("temperature ", state.temperature(), " °C");
      case "1029/0" -> words("humidity ", state.humidity(), " %");
      case "1024/0" -> words("illuminance ", rounded(state.lux()), " lx");
      case "1030/0" -> says(state.occupied(), "occupied", "not occupied");
      case "69/0" ->
          deviceType.isPresent()
              ? state.booleanState(deviceType.getAsLong()).map(BooleanState::toString)
              : Optional.empty();
      case "92/0" -> state.expressedState().map(expressed -> "detector shows " + expressed);
      case "92/1" -> state.smoke().map(level -> "smoke " + level);
      case "92/2" -> state.carbonMonoxide().map(level -> "carbon monoxide " + level);
      case "92/6" -> says(state.hardwareFault(), "hardware fault", "no hardware fault");
      case "91/0" -> state.airQuality().map(quality -> "air quality " + quality);
      case "6/0" -> says(state.on(), "on", "off");
      case "8/0" -> words("level ", percent(state.level()), " %");
      case "40/17", "57/17" -> says(state.reachable(), "reachable", "not reachable");
      default -> Optional.empty();
    };
  }

  private static Optional<String> says(Optional<Boolean> claim, String ifTrue, String ifFalse) {
    return claim.map(isTrue -> isTrue ? ifTrue : ifFalse);
  }

  private static String faults(List<BatteryFault> faults) {
    return faults.isEmpty()
        ? "no battery faults"
        : "battery faults: " + faults.stream().map(BatteryFault::toString).collect(joining(", "));
  }

  private static String charging(ChargeState state) {
    boolean saysItself = state.isKnown() && !state.equals(ChargeState.UNKNOWN);
    return (saysItself ? "battery " : "battery charging state ") + state;
  }

  private static Optional<String> words(String before, OptionalLong number, String unit) {
    return number.isPresent() ? Optional.of(before + number.getAsLong() + unit) : Optional.empty();
  }

  private static Optional<String> words(String before, OptionalDouble number, String unit) {
    return number.isPresent()
        ? Optional.of(
            before
                + BigDecimal.valueOf(number.getAsDouble()).stripTrailingZeros().toPlainString()
                + unit)
        : Optional.empty();
  }

  private static OptionalLong rounded(OptionalDouble number) {
    return number.isPresent()
        ? OptionalLong.of(Math.round(number.getAsDouble()))
        : OptionalLong.empty();
  }

  /** The vendor's formula. */
  private static OptionalLong percent(OptionalLong level) {
    return level.isPresent()
        ? OptionalLong.of(Math.round(level.getAsLong() / MAX_LEVEL * 100))
        : OptionalLong.empty();
  }

  /**
   * Describes a change by the attribute's name, without the values of texts and unknown attributes.
   */
  private static String named(MatterAttribute attribute) {
    String name = attribute.name().orElse(attribute.path());
    if (attribute.isNull()) {
      return name + " unknown";
    }
    if (attribute.isNotAvailable()) {
      return name + " not available";
    }
    boolean showsValue = attribute.name().isPresent() && attribute.value().isNumberOrBoolean();
    return name + " " + (showsValue ? attribute.raw().text() : "changed");
  }
}
