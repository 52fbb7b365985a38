package dev.keyhook.examples;

import dev.keyhook.Event;
import dev.keyhook.MalformedEventException;
import dev.keyhook.MissingFieldException;
import dev.keyhook.events.schlagehome.SchlageHomeEvent;
import dev.keyhook.events.schlagehome.SchlageHomeEvents;
import dev.keyhook.events.schlagehome.model.Accessor;
import dev.keyhook.events.schlagehome.model.CommandSucceeded;
import dev.keyhook.events.schlagehome.model.DeviceConnectivityStateChanged;
import dev.keyhook.events.schlagehome.model.DeviceLockStateChanged;
import dev.keyhook.events.schlagehome.model.LockState;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvent;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import dev.keyhook.events.smartphonekey.model.AccessibleLockAdded;
import dev.keyhook.events.smartphonekey.model.AlarmTriggered;
import dev.keyhook.events.smartphonekey.model.HubClaimed;
import dev.keyhook.events.smartphonekey.model.KeyAdded;
import dev.keyhook.events.smartphonekey.model.KeyRemoved;
import dev.keyhook.events.smartphonekey.model.LockCreated;
import dev.keyhook.events.smartphonekey.model.ResidentAdded;
import dev.keyhook.events.smartphonekey.model.ShadowUpdate;
import dev.keyhook.events.smartphonekey.model.TempKeyCreated;
import dev.keyhook.events.smartphonekey.model.TempKeyUsed;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Prints one line for each event of SmartphoneKey or Schlage Home. Reads files with one event each,
 * folders of such files, or standard input with one event per line.
 */
public final class ParseEvents {

  private ParseEvents() {}

  public static void main(String[] args) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    for (byte[] body : args.length == 0 ? linesOfStandardInput() : files(args)) {
      out.println(describe(body));
    }
  }

  static String describe(byte[] body) {
    try {
      return describe(SmartphoneKeyEvents.parser().parseUnverified(body));
    } catch (MalformedEventException notSmartphoneKey) {
      if (notSmartphoneKey.reason() != MalformedEventException.Reason.NO_TYPE) {
        return "not an event: " + notSmartphoneKey.getMessage();
      }
    }
    try {
      return describe(SchlageHomeEvents.parser().parseUnverified(body));
    } catch (MalformedEventException neither) {
      return "not an event: " + neither.getMessage();
    }
  }

  static String describe(SmartphoneKeyEvent event) {
    if (event.data() instanceof LockCreated lock) {
      return line(event, "lock " + lock.lockId() + " was created");
    }
    if (event.data() instanceof KeyAdded key) {
      return line(event, "key " + key.keyUuid() + " added to lock " + key.lockId());
    }
    if (event.data() instanceof ShadowUpdate shadow) {
      return line(
          event,
          shadow.thingName() + (shadow.isConverged() ? " is up to date" : " has a pending change"));
    }
    if (event.data() instanceof KeyRemoved key) {
      return line(event, "key " + key.keyUuid() + " removed from lock " + key.lockId());
    }
    if (event.data() instanceof ResidentAdded resident) {
      return line(event, "a resident was added to lock " + resident.lockId());
    }
    if (event.data() instanceof AccessibleLockAdded access) {
      return line(
          event,
          "user "
              + access.userId()
              + " may use lock "
              + access.lockId()
              + " as "
              + access.accessLevel());
    }
    if (event.data() instanceof TempKeyCreated key) {
      return line(
          event,
          "temporary key for lock "
              + key.lockId()
              + " until "
              + key.validUntil()
              + ", "
              + (key.maxUses().isPresent() ? key.maxUses().getAsLong() + " uses" : "any use"));
    }
    if (event.data() instanceof TempKeyUsed key) {
      return line(event, "lock " + key.lockId() + " opened, use " + key.usedCount());
    }
    if (event.data() instanceof HubClaimed hub) {
      return line(event, "hub " + hub.hubId() + " now belongs to " + hub.orgId());
    }
    if (event.data() instanceof AlarmTriggered alarm) {
      return line(event, alarm.severity() + " " + alarm.alarmType() + " at " + alarm.deviceId());
    }
    return line(event, event.isRecognized() ? "" : "an unknown type");
  }

  static String describe(SchlageHomeEvent event) {
    if (event.data() instanceof DeviceLockStateChanged lock) {
      String state = lock.lockState().map(LockState::value).orElse("changed");
      String how = lock.accessor().map(Accessor::accessType).map(by -> " by " + by).orElse("");
      return line(event, "lock " + event.deviceId() + " is " + state + how);
    }
    if (event.data() instanceof DeviceConnectivityStateChanged device) {
      return line(
          event, "lock " + event.deviceId() + (device.connected() ? " is online" : " is offline"));
    }
    if (event.data() instanceof CommandSucceeded command) {
      return line(event, command.commandType() + " done, command " + command.commandId());
    }
    return line(event, event.isRecognized() ? "" : "an unknown type");
  }

  private static String line(Event<?> event, String text) {
    String deviations =
        event.deviations().isEmpty()
            ? ""
            : "  (differs from the schema: " + event.deviations() + ")";
    return String.format("%s  %-30s %s%s", time(event), event.type(), text, deviations);
  }

  private static String time(Event<?> event) {
    try {
      return event.time().toString();
    } catch (MissingFieldException e) {
      return "(no time)           ";
    }
  }

  private static List<byte[]> files(String[] names) throws IOException {
    List<byte[]> bodies = new ArrayList<>();
    for (String name : names) {
      try (Stream<Path> files = Files.walk(Path.of(name))) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          bodies.add(Files.readAllBytes(file));
        }
      }
    }
    return bodies;
  }

  private static List<byte[]> linesOfStandardInput() throws IOException {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      return in.lines()
          .filter(line -> !line.isBlank())
          .map(line -> line.getBytes(StandardCharsets.UTF_8))
          .toList();
    }
  }
}
