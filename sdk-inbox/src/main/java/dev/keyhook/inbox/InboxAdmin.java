package dev.keyhook.inbox;

import dev.keyhook.CredentialsUnavailableException;
import dev.keyhook.store.InboxUnavailableException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Administration of an inbox: list, retry, discard, replay, purge and export events, and park
 * lanes.
 *
 * <p>It works while receivers and workers run. {@link InboxFilter#of} chooses one event, such as a
 * single unreadable one. Call {@link #count} or {@link #list} first, as a dry run with the same
 * filter. Methods for many events process one at a time: after a failure the earlier ones are done,
 * and the method can be called again.
 *
 * <p>Every method throws {@link InboxUnavailableException} if the database cannot be reached. Safe
 * for use by any number of threads.
 */
public final class InboxAdmin {

  private static final int PAGE = 200;

  private final Database database;
  private final BodyCipher cipher;
  private final AdminTables tables;
  private final Housekeeping housekeeping;

  private InboxAdmin(JdbcInbox inbox) {
    this.database = inbox.database();
    this.cipher = inbox.cipher();
    this.tables = new AdminTables(database);
    this.housekeeping = inbox.housekeeping();
  }

  /** Returns the administration of an inbox. */
  public static InboxAdmin of(JdbcInbox inbox) {
    return new InboxAdmin(Objects.requireNonNull(inbox, "inbox"));
  }

  /** Returns size and backlog. It reads one row for each lane that waits, and no event. */
  public InboxStatus status() {
    return call(link -> new InboxStatus(tables.sizeBytes(link), Backlogs.read(link, database)));
  }

  /**
   * Returns lanes with events that are not handled yet, and parked ones: first those whose oldest
   * event has waited longest.
   *
   * @param limit how many at most, at least 1
   */
  public List<InboxLane> lanes(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit must be at least 1, but was " + limit);
    }
    return query(link -> LaneStates.read(link, database, limit));
  }

  /**
   * Returns the events that were received first.
   *
   * @param limit how many at most, at least 1
   */
  public List<InboxEvent> list(InboxFilter filter, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit must be at least 1, but was " + limit);
    }
    return query(link -> tables.page(link, filter, Optional.empty(), limit));
  }

  /** Returns how many events a filter chooses. */
  public long count(InboxFilter filter) {
    return query(link -> tables.count(link, filter));
  }

  /**
   * Returns the event with an id, at each endpoint that has one; the newest copy, if it was
   * replayed.
   */
  public List<InboxEvent> show(String id) {
    return list(InboxFilter.all().id(id), PAGE);
  }

  /**
   * Returns the body of an event as it was received, decrypted.
   *
   * @return empty if the event is not kept any more
   * @throws CredentialsUnavailableException if the key that encrypts it is not available
   */
  public Optional<byte[]> body(InboxEvent event) {
    return query(link -> tables.body(link, event, cipher));
  }

  /**
   * Passes events to a consumer, in the order in which they were received, without keeping them in
   * memory.
   *
   * @return how many
   */
  public long export(InboxFilter filter, Consumer<InboxEvent> target) {
    return forEach(
        filter,
        event -> {
          target.accept(event);
          return true;
        });
  }

  /**
   * Handles dead letters again, at the end of their lanes and marked as replays; lets lanes that
   * wait for their next attempt have it now; and resumes parked lanes.
   *
   * @return how many events of the filter were dead letters, or the first of such a lane
   */
  public long retry(InboxFilter filter) {
    return forEach(
        filter,
        event ->
            event.state() == InboxEvent.State.DEAD_LETTER
                ? call(link -> tables.replay(link, event))
                : event.state() != InboxEvent.State.HANDLED
                    && call(link -> tables.retryNow(link, event)));
  }

  /**
   * Discards events: they are no longer dead letters, and a parked lane continues without its first
   * event. The events are kept like handled ones.
   *
   * @return how many events were discarded
   */
  public long discard(InboxFilter filter) {
    return forEach(
        filter,
        event ->
            switch (event.state()) {
              case DEAD_LETTER -> call(link -> tables.discardDeadLetter(link, event));
              case PARKED -> call(link -> tables.discardFirstOfParked(link, event));
              case WAITING, HANDLED -> false;
            });
  }

  /**
   * Handles events again that were handled or became dead letters, at the end of their lanes and
   * marked as replays. Waiting events are skipped.
   *
   * @param perSecond how many events to add each second, at least 1
   * @return how many events will be handled again
   */
  public long replay(InboxFilter filter, int perSecond) {
    if (perSecond < 1) {
      throw new IllegalArgumentException("perSecond must be at least 1, but was " + perSecond);
    }
    boolean isOneEvent =
        filter.id() != null || (filter.lane() != null && filter.position() != null);
    long interval = Duration.ofSeconds(1).toNanos() / perSecond;
    long[] next = {System.nanoTime()};
    return forEach(
        filter,
        event -> {
          // Copies are in the pages to come. If one event is chosen, it may be a copy.
          boolean isMeant = isOneEvent || !event.isReplay();
          if (!isMeant
              || event.state() == InboxEvent.State.WAITING
              || event.state() == InboxEvent.State.PARKED) {
            return false;
          }
          for (long left = next[0] - System.nanoTime(); left > 0; ) {
            LockSupport.parkNanos(left);
            left = next[0] - System.nanoTime();
          }
          next[0] += interval;
          return call(link -> tables.replay(link, event));
        });
  }

  /**
   * Deletes handled events with their bodies, and dead letters if the filter chooses only these.
   * Their ids are still remembered. Events that wait are never deleted.
   *
   * @return how many events were deleted
   */
  public long purge(InboxFilter filter) {
    return forEach(
        filter,
        event ->
            (event.state() == InboxEvent.State.HANDLED
                    || (event.state() == InboxEvent.State.DEAD_LETTER && filter.isDeadLetter()))
                && call(link -> tables.delete(link, event)));
  }

  /** Deletes expired events now, instead of within a minute. */
  public void purgeExpired() {
    housekeeping.runOnce();
  }

  /**
   * Parks a lane: its events are stored but not handled until {@link #resumeLane}. A running
   * attempt is not interrupted.
   */
  public void parkLane(String endpoint, String subject) {
    Objects.requireNonNull(endpoint, "endpoint");
    Objects.requireNonNull(subject, "subject");
    call(link -> tables.park(link, endpoint, subject));
  }

  /**
   * Resumes a parked lane. The attempts of its first event start from 1 again.
   *
   * @return whether it was parked
   */
  public boolean resumeLane(String endpoint, String subject) {
    return call(link -> tables.resume(link, Key.ofLane(endpoint, subject)));
  }

  private long forEach(InboxFilter filter, Predicate<InboxEvent> action) {
    long count = 0;
    Optional<InboxEvent> last = Optional.empty();
    boolean hasMore = true;
    while (hasMore) {
      Optional<InboxEvent> after = last;
      List<InboxEvent> page = query(link -> tables.page(link, filter, after, PAGE));
      for (InboxEvent event : page) {
        count += action.test(event) ? 1 : 0;
        last = Optional.of(event);
      }
      hasMore = page.size() == PAGE && filter.id() == null;
    }
    return count;
  }

  private <T> T query(Link.Work<T> work) {
    try {
      return database.query(work);
    } catch (SQLException e) {
      throw new InboxUnavailableException("The inbox cannot be reached", e);
    }
  }

  private <T> T call(Link.Work<T> work) {
    try {
      return database.administer(work);
    } catch (SQLException e) {
      throw new InboxUnavailableException("The inbox cannot be reached", e);
    }
  }
}
