package dev.keyhook.fuzz;

/** Reports a broken promise by an error, which no code under test catches as its own. */
final class Promise {

  private Promise() {}

  static void holds(boolean condition, String promise) {
    if (!condition) {
      throw new AssertionError("Broken: " + promise);
    }
  }
}
