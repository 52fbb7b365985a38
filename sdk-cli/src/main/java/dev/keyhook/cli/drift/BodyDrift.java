package dev.keyhook.cli.drift;

import dev.keyhook.Deviation;
import dev.keyhook.MalformedEventException;
import dev.keyhook.cli.Json;
import dev.keyhook.cli.body.EventFacts;
import dev.keyhook.cli.body.VendorGuess;
import dev.keyhook.cli.catalogue.Vendor;
import dev.keyhook.cli.drift.Finding.Kind;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects fields and types of captured bodies that this version does not know, and missing ones.
 */
final class BodyDrift {

  private final Map<String, Finding> findings = new LinkedHashMap<>();
  private int bodies;

  /** Examines a body. Its values are not kept. */
  void add(String file, byte[] body) {
    bodies++;
    Vendor vendor = VendorGuess.of(body).orElse(Vendor.SMARTPHONEKEY);
    try {
      EventFacts facts = EventFacts.of(vendor, body);
      for (Deviation deviation : facts.deviations()) {
        String place = deviation.pointer().replaceAll("/\\d+(?=/|$)", "/*");
        add(kind(deviation, body), facts.type(), place, vendor.label() + ", first in " + file);
      }
    } catch (MalformedEventException e) {
      add(Kind.NOT_AN_EVENT, "", file, e.reason() + " at byte " + e.byteOffset());
    }
  }

  int bodies() {
    return bodies;
  }

  List<Finding> findings() {
    return List.copyOf(findings.values());
  }

  private void add(Kind kind, String type, String place, String detail) {
    findings.merge(
        kind + "\n" + type + "\n" + place,
        new Finding(kind, type, place, detail, 1),
        (old, fresh) -> new Finding(kind, type, place, old.detail(), old.count() + fresh.count()));
  }

  private static Kind kind(Deviation deviation, byte[] body) {
    return switch (deviation.kind()) {
      case UNKNOWN_TYPE -> Kind.NEW_TYPE;
      case UNKNOWN_FIELD -> Kind.NEW_FIELD;
      case UNKNOWN_VALUE -> Kind.NEW_VALUE;
      case MISSING_FIELD ->
          isNull(body, deviation.pointer())
              ? Kind.REQUIRED_FIELD_NULL
              : Kind.REQUIRED_FIELD_VANISHED;
      case UNEXPECTED_NULL -> Kind.NULL_VALUE;
      case CONVERTED, UNREADABLE -> Kind.TYPE_CHANGED;
      case DUPLICATE_FIELD -> Kind.REPEATED_FIELD;
    };
  }

  private static boolean isNull(byte[] body, String pointer) {
    try {
      return Json.mapper().readTree(body).at(pointer).isNull();
    } catch (IOException e) {
      return false; // nested too deeply for Jackson
    }
  }
}
