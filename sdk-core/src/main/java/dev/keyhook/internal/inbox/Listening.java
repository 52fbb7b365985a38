package dev.keyhook.internal.inbox;

/** Calls listeners and swallows their exceptions. */
public final class Listening {

  private Listening() {}

  /** Calls a listener. */
  public static void tell(Runnable event) {
    try {
      event.run();
    } catch (RuntimeException | Error e) {
      // A failing metric must not fail an event.
    }
  }
}
