package dev.keyhook.cli.catalogue;

import java.util.List;

/**
 * A field of an event, as the schema describes it.
 *
 * @param path where it is in its object, such as {@code keys[].uuid}
 * @param type for people: {@code integer}, {@code text}, {@code list of text}, {@code object}
 * @param format what the value means beyond its type, such as a unit; may be empty
 * @param required whether the schema requires it
 * @param nullable whether it may be null
 * @param sensitive whether it may hold a secret or personal data
 * @param description one or more sentences
 * @param values known values, if there is a vocabulary
 */
public record FieldDescription(
    String path,
    String type,
    String format,
    boolean required,
    boolean nullable,
    boolean sensitive,
    String description,
    List<KnownValue> values) {

  /**
   * A known value of an open vocabulary.
   *
   * @param value as sent
   * @param description what it means
   */
  public record KnownValue(String value, String description) {}
}
