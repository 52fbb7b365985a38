package dev.keyhook.cli.body;

import dev.keyhook.Deviation;
import dev.keyhook.Event;
import dev.keyhook.MalformedEventException;
import dev.keyhook.MissingFieldException;
import dev.keyhook.cli.catalogue.Vendor;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The facts of an event, read from its body; empty where the body lacks them.
 *
 * @param vendor who sends it
 * @param type the vendor's name for its type
 * @param id its id, if it has one
 * @param time when it happened, if it says so
 * @param subject what it is about, if it says so
 * @param dataClass the simple name of the class of its data, empty if this version has none
 * @param deviations where it differs from the schema
 */
public record EventFacts(
    Vendor vendor,
    String type,
    Optional<String> id,
    Optional<Instant> time,
    Optional<String> subject,
    Optional<String> dataClass,
    List<Deviation> deviations) {

  /**
   * Reads a body, which need not be verified.
   *
   * @throws MalformedEventException if it is not an event
   */
  public static EventFacts of(Vendor vendor, byte[] body) {
    return of(vendor, vendor.parser().parseUnverified(body));
  }

  /** Returns the facts of an event. */
  public static EventFacts of(Vendor vendor, Event<?> event) {
    return new EventFacts(
        vendor,
        event.type(),
        present(event::id),
        present(event::time),
        event.subject(),
        event.isRecognized()
            ? Optional.of(event.data().getClass().getSimpleName())
            : Optional.empty(),
        event.deviations());
  }

  private static <T> Optional<T> present(Supplier<T> accessor) {
    try {
      return Optional.of(accessor.get());
    } catch (MissingFieldException e) {
      return Optional.empty();
    }
  }
}
