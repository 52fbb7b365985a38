package com.example.meter;

import dev.keyhook.EventData;
import dev.keyhook.RawJson;

/** An event of a meter. */
public sealed interface MeterData extends EventData {

  /** The value of a meter. */
  record Reading(long value, RawJson toJson) implements MeterData {}

  /** Someone has opened a meter. */
  record Tampering(RawJson toJson) implements MeterData {}

  /** Data of a kind that this version does not know. */
  record Unrecognized(RawJson toJson) implements MeterData {}
}
