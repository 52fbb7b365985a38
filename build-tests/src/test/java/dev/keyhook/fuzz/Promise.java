package dev.keyhook.fuzz;

/** Reports a violated contract with an error that the code under test does not catch. */
final class Promise {

  private Promise() {}

  static void holds(boolean condition, String promise) {
    if (!condition) {
      throw new AssertionError("Broken: " + promise);
    }
  }
}
