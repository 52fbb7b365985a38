package com.example.bell;

import dev.keyhook.EventData;
import dev.keyhook.RawJson;

/** The data of a door bell's event. */
public sealed interface BellData extends EventData {

  @Override
  default RawJson toJson() {
    return RawJson.of("{}");
  }

  /** Someone is at the door. */
  sealed interface Visitor extends BellData {}

  /** Something that has a battery. */
  sealed interface Powered extends BellData {}

  /** The button was pressed. */
  record Rung(String door) implements Visitor, Powered {}

  /** Someone knocked. */
  record Knocked(String door) implements Visitor {}

  /** The battery is low. */
  record BatteryLow(int percent) implements Powered {}

  /** Any other event. */
  record Other() implements BellData {}
}
