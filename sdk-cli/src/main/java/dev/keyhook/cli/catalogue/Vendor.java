package dev.keyhook.cli.catalogue;

import dev.keyhook.Event;
import dev.keyhook.EventParser;
import dev.keyhook.events.schlagehome.SchlageHomeEvents;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import java.util.List;

/** A vendor that the command knows. */
public enum Vendor {
  /** Events by AWS EventBridge. */
  SMARTPHONEKEY("smartphonekey", "SmartphoneKey", "SmartphoneKeyEvents", "detail-type", "id") {
    @Override
    public EventParser<? extends Event<?>> parser() {
      return SmartphoneKeyEvents.parser();
    }
  },
  /** Signed events by Allegion. */
  SCHLAGE_HOME("schlage-home", "Schlage Home", "SchlageHomeEvents", "trigger", "eventId") {
    @Override
    public EventParser<? extends Event<?>> parser() {
      return SchlageHomeEvents.parser();
    }
  };

  private final String endpoint;
  private final String label;
  private final String entry;
  private final String typeField;
  private final String idField;

  Vendor(String endpoint, String label, String entry, String typeField, String idField) {
    this.endpoint = endpoint;
    this.label = label;
    this.entry = entry;
    this.typeField = typeField;
    this.idField = idField;
  }

  /** Returns the name of its endpoint, which is also the last part of its path. */
  public String endpoint() {
    return endpoint;
  }

  /** Returns the path at which {@code listen} receives from it. */
  public String path() {
    return "/hooks/" + endpoint;
  }

  /** Returns its display name. */
  public String label() {
    return label;
  }

  /** Returns the entry class. */
  public String entry() {
    return entry;
  }

  /** Returns the field of the body that names the type. */
  public String typeField() {
    return typeField;
  }

  /** Returns the field of the body that identifies the event. */
  public String idField() {
    return idField;
  }

  /** Returns the parser of its events. */
  public abstract EventParser<? extends Event<?>> parser();

  /** Returns all vendors. */
  public static List<Vendor> all() {
    return List.of(values());
  }

  /** Returns the vendor with an endpoint's name, or the first vendor for any other name. */
  public static Vendor ofEndpoint(String endpoint) {
    return all().stream()
        .filter(vendor -> vendor.endpoint.equals(endpoint))
        .findFirst()
        .orElse(SMARTPHONEKEY);
  }

  @Override
  public String toString() {
    return label;
  }
}
