package dev.keyhook.cli.send;

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
  final Content content;
  long dueNanos;
  long firstNanos;
  int attempts;

  Job(int number, Target target, Fault fault, Content content) {
    this.number = number;
    this.target = target;
    this.fault = fault;
    this.content = content;
  }

  Job again() {
    return new Job(number, target, Fault.DUPLICATE, content);
  }

  boolean isCutNow() {
    return fault == Fault.CUT && attempts == 1;
  }
}
