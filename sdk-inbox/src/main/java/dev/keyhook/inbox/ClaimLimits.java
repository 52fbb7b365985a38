package dev.keyhook.inbox;

/**
 * How much a worker claims at a time.
 *
 * @param lanes how many lanes at most
 * @param bytes after how many bytes of bodies no further event is read, except the first of a claim
 */
record ClaimLimits(int lanes, long bytes) {

  static final int EVENTS = 4096;
  static final int MIN_EVENTS_OF_LANE = 16;
  static final int MAX_EVENTS_OF_LANE = 512;

  /** Returns how many events to read of each lane, if so many lanes were claimed. */
  static int eventsOfEach(int claimed) {
    return Math.max(
        MIN_EVENTS_OF_LANE, Math.min(MAX_EVENTS_OF_LANE, EVENTS / Math.max(1, claimed)));
  }
}
