package dev.keyhook.fuzz;

/** Says that a promise is broken; an error, so that nothing under test takes it for its own. */
final class Promise {

  private Promise() {}

  static void holds(boolean condition, String promise) {
    if (!condition) {
      throw new AssertionError("Broken: " + promise);
    }
  }
}
