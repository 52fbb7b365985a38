package com.example.bell;

import dev.keyhook.EventData;
import dev.keyhook.RawJson;

/** What happened, at a vendor of door bells. */
public sealed interface BellData extends EventData {

  @Override
  default RawJson toJson() {
    return RawJson.of("{}");
  }

  /** Somebody is at the door. */
  sealed interface Visitor extends BellData {}

  /** Something that has a battery. */
  sealed interface Powered extends BellData {}

  /** The button was pressed. */
  record Rung(String door) implements Visitor, Powered {}

  /** Somebody knocked. */
  record Knocked(String door) implements Visitor {}

  /** The battery is low. */
  record BatteryLow(int percent) implements Powered {}

  /** Any other event. */
  record Other() implements BellData {}
}
