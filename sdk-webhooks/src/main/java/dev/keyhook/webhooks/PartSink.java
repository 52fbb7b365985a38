package dev.keyhook.webhooks;

import dev.keyhook.Event;
import java.time.Instant;
import java.util.List;

/**
 * The destination of authenticated deliveries: handlers or an inbox.
 *
 * @param <E> the vendor's event class
 */
interface PartSink<E extends Event<?>> {

  /**
   * Takes the parts of one delivery.
   *
   * @param parts at least one, none of them foreign
   * @throws Exception if all of them failed; reported and classified by the caller
   */
  Result accept(List<Part<E>> parts, Instant receivedAt, RequestReport report) throws Exception;
}
