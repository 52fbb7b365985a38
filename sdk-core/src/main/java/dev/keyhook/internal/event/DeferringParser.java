package dev.keyhook.internal.event;

import dev.keyhook.Event;
import dev.keyhook.EventParser;
import java.util.function.Predicate;

/**
 * A parser that can leave the data of some types unread until it is first asked for. A router uses
 * it so that types without a handler cost no more than their envelope.
 *
 * @param <E> the vendor's event class
 */
public interface DeferringParser<E extends Event<?>> extends EventParser<E> {

  /**
   * Returns a parser whose events are equal to those of this parser. Of the given types it reads
   * {@link Event#data()} and {@link Event#deviations()} when they are first asked for; invalid JSON
   * is still rejected at once.
   *
   * @param types whether the data of a {@linkplain Event#type() type} can wait
   */
  EventParser<E> deferring(Predicate<String> types);

  /** Returns the parser with the data of some types deferred, if it can do that. */
  static <E extends Event<?>> EventParser<E> deferring(
      EventParser<E> parser, Predicate<String> types) {
    return parser instanceof DeferringParser<E> deferring ? deferring.deferring(types) : parser;
  }
}
