package dev.keyhook.cli.send;

import org.jspecify.annotations.Nullable;

/** One delivery: its content, its attempts, and when it is due. */
final class Job {

  /** A deliberate fault of a delivery. */
  enum Fault {
    NONE,
    /** An event that was sent before. */
    DUPLICATE,
    /** A wrong secret, or a body that was changed after it was signed. */
    FORGED,
    /** The connection breaks in the middle of the body, the first time. */
    CUT
  }

  final int number;
  final Target target;
  final Fault fault;
  final byte[] body;
  final @Nullable String signature;
  long dueNanos;
  long firstNanos;
  int attempts;

  Job(int number, Target target, Fault fault, byte[] body, @Nullable String signature) {
    this.number = number;
    this.target = target;
    this.fault = fault;
    this.body = body;
    this.signature = signature;
  }

  Job again() {
    return new Job(number, target, Fault.DUPLICATE, body, signature);
  }

  boolean isCutNow() {
    return fault == Fault.CUT && attempts == 1;
  }
}
