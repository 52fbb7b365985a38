package dev.keyhook.cli.drift;

/**
 * One difference from what this version knows.
 *
 * @param kind the kind of difference
 * @param type the type of event
 * @param place the field or pointer; empty if the type itself differs
 * @param detail a description of the change
 * @param count the number of occurrences
 */
record Finding(Kind kind, String type, String place, String detail, int count) {

  /** Kinds of difference, with their effect on a strict parser and on this library. */
  enum Kind {
    NEW_TYPE(
        true,
        "a parser with a closed set of types fails",
        "the event is unrecognized data: handle it with on(\"TYPE\", ...) or otherwise(...)"),
    TYPE_VANISHED(false, "no effect", "the handler is never called"),
    NEW_FIELD(
        true,
        "a parser that rejects unknown properties fails",
        "reported as UNKNOWN_FIELD; the value is in raw()"),
    NEW_VALUE(true, "a closed enum fails", "value() returns it, isKnown() is false; UNKNOWN_VALUE"),
    TYPE_CHANGED(
        true,
        "a parser that checks types fails",
        "converted where that is possible (CONVERTED), otherwise the field is absent (UNREADABLE)"),
    REQUIRED_FIELD_VANISHED(
        true,
        "a parser that requires the field fails",
        "the event is delivered; the accessor throws MissingFieldException (MISSING_FIELD)"),
    NOW_OPTIONAL(
        true,
        "a parser that requires the field fails when it is absent",
        "the accessor throws MissingFieldException when it is absent (MISSING_FIELD)"),
    OPTIONAL_FIELD_VANISHED(false, "no effect", "the accessor returns an empty Optional"),
    REQUIRED_FIELD_NULL(
        true,
        "a parser that allows no null fails",
        "the event is delivered; the accessor throws MissingFieldException (MISSING_FIELD)"),
    NULL_VALUE(
        true, "a parser that allows no null fails", "the field counts as absent (UNEXPECTED_NULL)"),
    REPEATED_FIELD(true, "depends on the parser", "the last value counts (DUPLICATE_FIELD)"),
    NOT_AN_EVENT(true, "fails", "MalformedEventException; an inbox stores it as a dead letter");

    private final boolean isBreaking;
    private final String strict;
    private final String keyhook;

    Kind(boolean isBreaking, String strict, String keyhook) {
      this.isBreaking = isBreaking;
      this.strict = strict;
      this.keyhook = keyhook;
    }

    boolean isBreaking() {
      return isBreaking;
    }

    String strict() {
      return strict;
    }

    String keyhook() {
      return keyhook;
    }
  }
}
