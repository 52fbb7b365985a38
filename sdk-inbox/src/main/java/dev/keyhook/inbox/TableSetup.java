package dev.keyhook.inbox;

/** What to do about the tables when an inbox is opened. */
enum TableSetup {
  /** Create missing tables, then check them. */
  CREATE,
  /** Check that they are there and fit this version. */
  CHECK,
  /** Nothing. */
  NONE
}
