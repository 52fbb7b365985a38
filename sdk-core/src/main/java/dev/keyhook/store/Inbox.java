package dev.keyhook.store;

import java.util.List;

/**
 * Where a receiver stores authenticated deliveries before it responds, so that they are handled
 * later and survive restarts.
 *
 * <p>Implementations are safe for use by any number of threads.
 */
public interface Inbox extends AutoCloseable {

  /**
   * Stores entries. When this method returns, all of them are durable. When it throws, some or all
   * may be missing, so the response must make the sender retry.
   *
   * <p>Entries whose endpoint and id are already stored are duplicates: they count as stored, and
   * are not handled again.
   *
   * @param entries in the order in which they were received; empty is allowed
   * @throws InboxUnavailableException if the inbox cannot store at the moment, and a retry may
   *     succeed: respond with 503
   */
  void append(List<InboxEntry> entries);

  /** Stops accepting entries and releases all resources. Entries already accepted are stored. */
  @Override
  void close();
}
