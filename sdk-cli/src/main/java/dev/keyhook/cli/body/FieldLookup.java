package dev.keyhook.cli.body;

import dev.keyhook.cli.catalogue.Catalogue;
import dev.keyhook.cli.catalogue.EventDescription;
import dev.keyhook.cli.catalogue.FieldDescription;
import dev.keyhook.cli.catalogue.Vendor;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds the schema's description of a place in a body, and whether to mask it. */
final class FieldLookup {

  /** Names of fields that can contain a secret or personal data, for fields without a schema. */
  private static final Pattern SUSPICIOUS =
      Pattern.compile(
          "(?i).*(pass|pin|secret|token|credential|auth|signature|api.?key|code|email|mail|phone"
              + "|name|address|plate|url|birth|serial|state|metadata|comment|note).*");

  private static final Pattern INDEX = Pattern.compile("/\\d+(?=/|$)");

  private final Map<String, FieldDescription> fields = new HashMap<>();

  FieldLookup(Vendor vendor, String type) {
    Catalogue catalogue = Catalogue.get();
    catalogue.envelope(vendor).forEach(field -> add("", field));
    Optional<EventDescription> event = catalogue.find(vendor, type);
    event.ifPresent(known -> known.fields().forEach(field -> add(known.dataPointer(), field)));
  }

  private void add(String prefix, FieldDescription field) {
    fields.put(prefix + "/" + field.path().replace("[]", "/#").replace('.', '/'), field);
  }

  Optional<FieldDescription> find(String pointer) {
    return Optional.ofNullable(fields.get(INDEX.matcher(pointer).replaceAll("/#")));
  }

  boolean isSensitive(String pointer) {
    Optional<FieldDescription> field = find(pointer);
    if (field.isPresent()) {
      return field.get().sensitive();
    }
    String name = pointer.substring(pointer.lastIndexOf('/') + 1);
    boolean isIndex = !name.isEmpty() && name.chars().allMatch(Character::isDigit);
    return !isIndex && SUSPICIOUS.matcher(name).matches();
  }
}
