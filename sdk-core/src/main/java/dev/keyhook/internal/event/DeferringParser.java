package dev.keyhook.internal.event;

import dev.keyhook.Event;
import dev.keyhook.EventParser;
import java.util.function.Predicate;

/**
 * A parser that can defer reading the data of some types until the first access. A router uses it
 * so that for types without a handler only the envelope is read.
 *
 * @param <E> the vendor's event class
 */
public interface DeferringParser<E extends Event<?>> extends EventParser<E> {

  /**
   * Returns a parser whose events are equal to those of this parser. For the given types it reads
   * {@link Event#data()} and {@link Event#deviations()} at the first access; invalid JSON is still
   * rejected at once.
   *
   * @param types whether to defer the data of a {@linkplain Event#type() type}
   */
  EventParser<E> deferring(Predicate<String> types);

  /** Returns the parser with the data of some types deferred, if it can do that. */
  static <E extends Event<?>> EventParser<E> deferring(
      EventParser<E> parser, Predicate<String> types) {
    return parser instanceof DeferringParser<E> deferring ? deferring.deferring(types) : parser;
  }
}
