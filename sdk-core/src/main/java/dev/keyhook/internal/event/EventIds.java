package dev.keyhook.internal.event;

import dev.keyhook.Event;
import dev.keyhook.MissingFieldException;
import org.jspecify.annotations.Nullable;

/** Reads the id that deduplicates an event. */
public final class EventIds {

  private EventIds() {}

  /** Returns the event's id, or null if it has none or a blank one: it cannot be deduplicated. */
  public static @Nullable String find(Event<?> event) {
    try {
      String id = event.id();
      return id.isBlank() ? null : id;
    } catch (MissingFieldException e) {
      return null;
    }
  }
}
