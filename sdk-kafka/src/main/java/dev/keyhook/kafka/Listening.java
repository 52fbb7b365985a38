package dev.keyhook.kafka;

/** Calls listeners and swallows what they throw. */
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
