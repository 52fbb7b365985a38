package dev.keyhook.examples;

import dev.keyhook.MalformedEventException;
import dev.keyhook.MissingFieldException;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvent;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import dev.keyhook.events.smartphonekey.matter.BooleanState;
import dev.keyhook.events.smartphonekey.matter.LockState;
import dev.keyhook.events.smartphonekey.matter.MatterAttribute;
import dev.keyhook.events.smartphonekey.matter.MatterChange;
import dev.keyhook.events.smartphonekey.matter.MatterState;
import dev.keyhook.events.smartphonekey.model.ShadowUpdate;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Prints the changes of each device from one Shadow Update to the next, and its pending changes.
 * Reads the files of a folder, sorted by name.
 */
public final class LockStates {

  private final Map<String, MatterState> devices = new HashMap<>();

  public static void main(String[] args) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    LockStates states = new LockStates();
    try (Stream<Path> files =
        Files.list(Path.of(args.length == 0 ? "examples/samples" : args[0]))) {
      for (Path file : files.sorted().toList()) {
        states.describe(Files.readAllBytes(file)).ifPresent(out::println);
      }
    }
  }

  /** Returns a line for a Shadow Update, and nothing for other events. */
  Optional<String> describe(byte[] body) {
    try {
      SmartphoneKeyEvent event = SmartphoneKeyEvents.parser().parseUnverified(body);
      return event.data() instanceof ShadowUpdate shadow
          ? Optional.of(event.time() + "  " + describe(shadow))
          : Optional.empty();
    } catch (MalformedEventException | MissingFieldException notAnEvent) {
      return Optional.empty();
    }
  }

  private String describe(ShadowUpdate shadow) {
    // region changes
    MatterState reported = MatterState.of(shadow.reportedState());
    MatterState desired = MatterState.of(shadow.desiredState());
    MatterState before = devices.get(shadow.thingName());
    MatterState now = before == null ? reported : before.merge(reported);
    devices.put(shadow.thingName(), now);

    List<MatterChange> changes = before == null ? List.of() : MatterState.changes(before, reported);
    List<MatterChange> pending = MatterState.pending(now, desired);
    // endregion
    return shadow.thingName()
        + (before == null ? "  first report: " + summary(now) : "  changed: " + changes)
        + (pending.isEmpty() ? "" : ", pending: " + pending);
  }

  static String summary(MatterState state) {
    // region read
    String lock = state.lockState().map(s -> "lock is " + s).orElse("no lock");
    String door = state.doorState().map(s -> ", door is " + s).orElse("");
    String battery =
        state.batteryPercent().isPresent()
            ? ", battery at " + state.batteryPercent().getAsDouble() + " %"
            : "";
    return lock + door + battery;
    // endregion
  }

  static String advice(MatterState state) {
    // region codes
    if (state.lockState().equals(Optional.of(LockState.LOCKED))) {
      return "nothing to do";
    }
    LockState lock = state.lockState().orElse(LockState.NOT_FULLY_LOCKED);
    if (lock.known().isEmpty()) { // a code newer than this version
      return "look up code " + lock.code();
    }
    return switch (lock.known().get()) {
      case UNLOCKED, UNLATCHED -> "lock the door";
      case NOT_FULLY_LOCKED -> "check the bolt"; // a jam shows only as this
      default -> "look at the door";
    };
    // endregion
  }

  static boolean isLeaking(MatterState deviceInfo, MatterState state) {
    // region sensor
    OptionalLong deviceType = deviceInfo.deviceType(); // 67, a water leak detector
    return deviceType.isPresent()
        && state.booleanState(deviceType.getAsLong()).equals(Optional.of(BooleanState.LEAK));
    // endregion
  }

  static String autoRelock(MatterState state) {
    // region attribute
    for (MatterAttribute attribute : state.attribute(257, 35)) { // DoorLock.AutoRelockTime
      if (attribute.integer().isPresent()) {
        return "endpoint " + attribute.endpoint() + ": " + attribute.integer().getAsLong() + " s";
      }
      if (attribute.isNull() || attribute.isNotAvailable()) {
        return "endpoint " + attribute.endpoint() + ": not known";
      }
    }
    return "not reported";
    // endregion
  }
}
