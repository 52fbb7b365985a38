package dev.keyhook.inbox;

/** Calls listeners and swallows their exceptions. */
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
