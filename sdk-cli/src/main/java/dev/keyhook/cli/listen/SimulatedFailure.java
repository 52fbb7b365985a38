package dev.keyhook.cli.listen;

/** The handler failed because {@code --fail} asked for it. */
final class SimulatedFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  SimulatedFailure() {
    super("simulated by --fail", null, false, false);
  }
}
