package dev.keyhook.cli.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;

/**
 * A type of event, as the schema describes it.
 *
 * @param vendor who sends it
 * @param type the vendor's name for it, as sent
 * @param className the simple name of its data class
 * @param family the family that its data class belongs to
 * @param delivery whether the vendor delivers it: {@code confirmed}, {@code unconfirmed}, {@code
 *     never}
 * @param description one or more sentences
 * @param dataPointer where its fields are in a body
 * @param fields its fields, nested ones after the one that holds them
 * @param sample a made-up body with all fields
 */
public record EventDescription(
    Vendor vendor,
    String type,
    String className,
    String family,
    String delivery,
    String description,
    String dataPointer,
    List<FieldDescription> fields,
    JsonNode sample) {

  /** Returns the code to paste into a router to handle this type. */
  public String snippet() {
    String variable = variable();
    return ".on("
        + className
        + ".class, ("
        + variable
        + ", event) -> {\n      // "
        + firstAccessors(variable)
        + "\n    })";
  }

  private String variable() {
    String[] words = className.split("(?=\\p{Lu})", -1);
    String last = words[0].isEmpty() ? words[1] : words[0];
    return last.substring(0, 1).toLowerCase(Locale.ROOT) + last.substring(1);
  }

  private String firstAccessors(String variable) {
    return fields.stream()
        .filter(field -> !field.path().contains(".") && !field.path().contains("["))
        .filter(field -> !field.path().equals("type"))
        .limit(3)
        .map(field -> variable + "." + field.path() + "()")
        .reduce((one, other) -> one + ", " + other)
        .orElse("event.raw()");
  }
}
