package dev.keyhook.cli.drift;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyhook.cli.catalogue.Catalogue;
import dev.keyhook.cli.catalogue.EventDescription;
import dev.keyhook.cli.catalogue.FieldDescription;
import dev.keyhook.cli.catalogue.FieldDescription.KnownValue;
import dev.keyhook.cli.catalogue.Vendor;
import dev.keyhook.cli.drift.Finding.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares a newer {@code event-schemas.json} of SmartphoneKey with the one that this version was
 * built from. A field that this version knows from another source is not a difference.
 */
final class SchemaDrift {

  private final Catalogue catalogue;
  private final Baseline baseline;
  private final List<Finding> findings = new ArrayList<>();

  SchemaDrift(Catalogue catalogue, Baseline baseline) {
    this.catalogue = catalogue;
    this.baseline = baseline;
  }

  /** Returns whether a file has the vendor's form: a schema for each of its events. */
  static boolean isSchemaFile(JsonNode file) {
    return file.path("events").isObject() && !file.has("detail-type");
  }

  List<Finding> compare(JsonNode file) {
    JsonNode events = file.path("events");
    for (Map.Entry<String, JsonNode> event : events.properties()) {
      Optional<EventDescription> known = catalogue.find(Vendor.SMARTPHONEKEY, event.getKey());
      if (known.isEmpty()) {
        int fields = SchemaField.all(event.getValue()).size();
        add(Kind.NEW_TYPE, event.getKey(), "", fields + " fields");
      } else {
        compareType(known.get(), SchemaField.all(event.getValue()));
      }
    }
    for (String type : baseline.events().keySet()) {
      if (!events.has(type)) {
        add(Kind.TYPE_VANISHED, type, "", "no longer described");
      }
    }
    return findings;
  }

  private void compareType(EventDescription event, Map<String, SchemaField> now) {
    Map<String, SchemaField> before = baseline.events().getOrDefault(event.type(), Map.of());
    for (Map.Entry<String, SchemaField> entry : now.entrySet()) {
      Optional<FieldDescription> known =
          event.fields().stream().filter(it -> it.path().equals(entry.getKey())).findFirst();
      if (known.isEmpty()) {
        String required = entry.getValue().isRequired() ? ", required" : "";
        String type = String.join(" or ", entry.getValue().types()) + required;
        add(Kind.NEW_FIELD, event.type(), entry.getKey(), type);
      } else {
        compareField(event, known.get(), before.get(entry.getKey()), entry.getValue());
      }
    }
    for (Map.Entry<String, SchemaField> entry : before.entrySet()) {
      if (!now.containsKey(entry.getKey())) {
        boolean isRequired = isRequiredHere(event, entry.getKey());
        add(
            isRequired ? Kind.REQUIRED_FIELD_VANISHED : Kind.OPTIONAL_FIELD_VANISHED,
            event.type(),
            entry.getKey(),
            "no longer described");
      }
    }
  }

  private void compareField(
      EventDescription event,
      FieldDescription known,
      @Nullable SchemaField before,
      SchemaField now) {
    if (before != null && !before.types().containsAll(now.types())) {
      add(
          Kind.TYPE_CHANGED,
          event.type(),
          known.path(),
          String.join(" or ", before.types()) + " is now " + String.join(" or ", now.types()));
    }
    if (known.required() && before != null && before.isRequired() && !now.isRequired()) {
      add(Kind.NOW_OPTIONAL, event.type(), known.path(), "was required");
    }
    if (!known.values().isEmpty()) {
      TreeSet<String> fresh = new TreeSet<>(now.values());
      known.values().stream().map(KnownValue::value).forEach(fresh::remove);
      fresh.forEach(value -> add(Kind.NEW_VALUE, event.type(), known.path(), "\"" + value + "\""));
    }
  }

  private static boolean isRequiredHere(EventDescription event, String path) {
    return event.fields().stream().anyMatch(field -> field.path().equals(path) && field.required());
  }

  private void add(Kind kind, String type, String place, String detail) {
    findings.add(new Finding(kind, type, place, detail, 1));
  }
}
