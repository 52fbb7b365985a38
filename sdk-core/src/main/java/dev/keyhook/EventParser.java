package dev.keyhook;

import java.util.Set;
import java.util.function.Predicate;

/**
 * Turns the body of a delivery into an event.
 *
 * <p>Parsers are lenient about content and strict about form: whatever a vendor adds, renames or
 * retypes is an event with {@linkplain Event#deviations() deviations}, and only a body that is no
 * event at all is an exception. Each vendor's package has one, see its class with the plural name.
 *
 * <p>Implementations are immutable and safe for use by any number of threads.
 *
 * @param <E> the vendor's event class
 */
public interface EventParser<E extends Event<?>> {

  /**
   * Reads the event of a delivery whose sender has been proven.
   *
   * @throws MalformedEventException if the body is no event
   */
  E parse(VerifiedDelivery delivery);

  /**
   * Reads an event from bytes that nobody has verified: from a queue, an archive or a test.
   *
   * <p>Never use this for the body of a request from the network.
   *
   * @param body one event as UTF-8 JSON, a byte order mark allowed; copied
   * @throws MalformedEventException if the body is no event
   */
  E parseUnverified(byte[] body);

  /**
   * Returns the {@linkplain Event#type() types} whose data is of a class, or of any class below a
   * family.
   *
   * @param dataType a data class, a family, or the vendor's root of all data
   * @return the vendor's names for them, in alphabetical order, unmodifiable; empty if the class is
   *     none of this vendor's
   */
  Set<String> typesOf(Class<? extends EventData> dataType);

  /**
   * Returns a parser that leaves the data of some types unread until it is first asked for: for
   * receivers that are sent more types than they handle.
   *
   * <p>Its events are the same, and a body that is no JSON is refused all the same; only the work
   * of {@link Event#data()} and {@link Event#deviations()} is done later, or never.
   *
   * @param types says of a {@linkplain Event#type() type} whether its data can wait
   */
  EventParser<E> deferring(Predicate<String> types);
}
