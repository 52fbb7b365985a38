package dev.keyhook;

/**
 * The part of an {@link Event} that is typed by its kind.
 *
 * <p>Each vendor has its own sealed branch of this type, with a final class for each kind of event.
 * One member of each branch is hidden, so that a {@code switch} over the data needs a {@code
 * default}: vendors add kinds at any time.
 */
public interface EventData {

  /**
   * Returns the data as JSON in the vendor's form: of a known kind the fields that this version
   * knows, of an unrecognized one everything as received.
   */
  RawJson toJson();
}
