package dev.keyhook.inbox;

/** Calls listeners; what they throw is their own problem. */
final class Listening {

  private Listening() {}

  static void tell(Runnable event) {
    try {
      event.run();
    } catch (RuntimeException | Error e) {
      // A failing metric must not fail an event.
    }
  }
}
