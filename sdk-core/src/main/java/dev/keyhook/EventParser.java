package dev.keyhook;

import java.util.List;

/**
 * Reads the body of a delivery as an event.
 *
 * <p>Parsers are lenient about content and strict about form: a field or value that a vendor adds,
 * renames or retypes is a {@linkplain Event#deviations() deviation} of the event, and only a body
 * that is not an event is an exception. Each vendor's package has a parser, see its class with the
 * plural name.
 *
 * <p>Implementations are immutable and safe for use by any number of threads.
 *
 * @param <E> the vendor's event class
 */
public interface EventParser<E extends Event<?>> {

  /**
   * Reads the event of an authenticated delivery.
   *
   * @throws MalformedEventException if the body is not a valid event
   */
  E parse(VerifiedDelivery delivery);

  /**
   * Reads an event from bytes that were not verified here: from a queue, an archive or a test.
   *
   * <p>Never use this for the body of a request from the network.
   *
   * @param body one event as UTF-8 JSON, a byte order mark allowed; copied
   * @throws MalformedEventException if the body is not a valid event
   */
  E parseUnverified(byte[] body);

  /**
   * Splits a delivery that contains several events into one delivery for each, in order. A vendor
   * that sends single events needs no override.
   *
   * <p>It does not validate: a delivery that cannot be split is returned unchanged, and {@link
   * #parse} rejects it.
   *
   * @return the parts, created by {@link VerifiedDelivery#slice}; the delivery itself if it
   *     contains one event
   */
  default List<VerifiedDelivery> split(VerifiedDelivery delivery) {
    return List.of(delivery);
  }
}
