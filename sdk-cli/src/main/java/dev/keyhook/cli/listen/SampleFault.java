package dev.keyhook.cli.listen;

import java.util.Optional;

/** Faults of a sample that the page sends. */
enum SampleFault {
  NONE("none"),
  DUPLICATE("delivered twice"),
  WRONG_CREDENTIAL("wrong secret or signature"),
  NO_CREDENTIAL("no secret or signature"),
  TAMPERED("changed after it was signed"),
  CUT("connection breaks in the middle"),
  TRUNCATED("JSON ends too early"),
  EMPTY("empty body"),
  TOO_LARGE("body over 1 MiB"),
  UNKNOWN_TYPE("a future type"),
  UNKNOWN_FIELD("a future field"),
  MISSING_FIELD("a required field is missing"),
  OTHER_PARTNER("for another partner"),
  LATE("an hour late"),
  WRONG_METHOD("GET instead of POST");

  private final String label;

  SampleFault(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  static Optional<SampleFault> find(String name) {
    for (SampleFault fault : values()) {
      if (fault.name().equals(name)) {
        return Optional.of(fault);
      }
    }
    return Optional.empty();
  }
}
