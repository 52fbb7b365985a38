package com.example.intercom;

import dev.keyhook.EventData;
import dev.keyhook.RawJson;

/** What happened at an intercom. */
public sealed interface IntercomData extends EventData {

  /** Someone rings at a door. */
  record CallStarted(String door, RawJson toJson) implements IntercomData {}

  /** A door was opened. */
  record DoorOpened(String door, String by, RawJson toJson) implements IntercomData {}

  /** Data of a type that this version does not know. */
  record Unrecognized(RawJson toJson) implements IntercomData {}
}
