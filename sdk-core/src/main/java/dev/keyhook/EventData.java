package dev.keyhook;

/**
 * The part of an {@link Event} whose class depends on the event's type.
 *
 * <p>Each vendor has its own sealed branch of this type, with a final class for each kind of event.
 * One member of each branch is hidden, so that a {@code switch} over the data needs a {@code
 * default}: vendors add kinds at any time.
 */
public interface EventData {

  /**
   * Returns the data as JSON in the vendor's form. For a known type it contains the fields of the
   * schema, for an unrecognized one everything as received.
   */
  RawJson toJson();
}
