package dev.keyhook.inbox;

import dev.keyhook.internal.inbox.Listening;
import dev.keyhook.routing.InboxListener;
import dev.keyhook.store.InboxUnavailableException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Appends the rows of many callers in one transaction. A single thread takes all waiting rows in
 * order of arrival. So the first row after a pause is not delayed, and groups grow when the disk is
 * busy.
 *
 * <p>After a commit that others waited behind, the callers that return from it usually come back at
 * once with their next row. The next group waits for them, for at most half the time that the
 * commit took: without that wait every other group would have a few rows only.
 */
final class GroupCommit implements AutoCloseable {

  private static final int MAX_QUEUED_ROWS = 10_000;
  private static final long MAX_QUEUED_BYTES = 64L << 20;
  private static final int MAX_GROUP_ROWS = 1_000;
  private static final long MAX_GROUP_BYTES = 4L << 20;
  private static final long MAX_GATHERING_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final Database database;
  private final InboxListener listener;
  private final Duration timeout;
  private final Runnable onAppended;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition hasEnough = lock.newCondition();
  private final Queue<Pending> queue = new ArrayDeque<>();
  private final Thread thread;
  private int queuedRows;
  private long queuedBytes;
  private boolean isClosed;

  /** How many callers the thread waits for. */
  private int wanted = 1;

  /** How many callers were there when the last group was committed: in it, and behind it. */
  private int expected;

  private long gatheringEnd;

  /**
   * Creates a group commit and starts its thread.
   *
   * @param listener is told what was stored; failures are thrown
   * @param timeout how long a caller waits for its commit
   * @param onAppended called after each commit that stored something new
   */
  GroupCommit(Database database, InboxListener listener, Duration timeout, Runnable onAppended) {
    this.database = database;
    this.listener = listener;
    this.timeout = timeout;
    this.onAppended = onAppended;
    thread = Threads.daemon("keyhook-inbox-append", this::run);
  }

  /** The rows of one caller. */
  private static final class Pending {

    private final List<EventRow> rows;
    private final int size;
    private final long weight;
    private final CountDownLatch isSettled = new CountDownLatch(1);
    private volatile @Nullable Throwable failure;

    /** Guarded by the lock: the caller has given up, so that the rows need not be stored. */
    private boolean isCancelled;

    Pending(List<EventRow> rows) {
      this.rows = rows;
      this.size = rows.size();
      this.weight = rows.stream().mapToLong(EventRow::weight).sum();
    }

    /** Only the first call counts. */
    void settle(@Nullable Throwable cause) {
      if (isSettled.getCount() > 0) {
        failure = cause;
        isSettled.countDown();
      }
    }
  }

  /**
   * Stores rows; when this returns they are on disk.
   *
   * @throws InboxUnavailableException if not; they may be stored later if the caller gave up
   *     waiting
   */
  void append(List<EventRow> rows) {
    Pending pending = new Pending(rows);
    enqueue(pending);
    try {
      if (!pending.isSettled.await(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
        cancel(pending);
        throw new InboxUnavailableException(
            "The delivery was not committed within " + timeout.toMillis() + " ms", null);
      }
    } catch (InterruptedException e) {
      cancel(pending);
      Thread.currentThread().interrupt();
      throw new InboxUnavailableException("The thread was interrupted before the commit", e);
    }
    Throwable failure = pending.failure;
    if (failure != null) {
      throw new InboxUnavailableException("The delivery could not be stored", failure);
    }
  }

  private void enqueue(Pending pending) {
    lock.lock();
    try {
      if (isClosed) {
        throw new InboxUnavailableException("The inbox is closed", null);
      }
      if (!queue.isEmpty()
          && (queuedRows + pending.size > MAX_QUEUED_ROWS
              || queuedBytes + pending.weight > MAX_QUEUED_BYTES)) {
        throw new InboxUnavailableException(
            "Too many deliveries wait to be stored: " + queuedRows, null);
      }
      queue.add(pending);
      queuedRows += pending.size;
      queuedBytes += pending.weight;
      if (queue.size() >= wanted) {
        hasEnough.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  private void cancel(Pending pending) {
    lock.lock();
    try {
      pending.isCancelled = true;
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    List<Pending> group = new ArrayList<>();
    boolean hasMore = true;
    while (hasMore) {
      try {
        hasMore = take(group);
        commit(group);
      } catch (RuntimeException | Error e) { // an error, such as too little memory, must not end it
        fail(group, e);
      }
      group.clear();
    }
  }

  private static void fail(List<Pending> group, Throwable cause) {
    group.forEach(pending -> pending.settle(cause));
  }

  private void expectBack(int committed, long nanos) {
    lock.lock();
    try {
      expected = committed + queue.size();
      gatheringEnd = System.nanoTime() + Math.min(nanos / 2, MAX_GATHERING_NANOS);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Adds the callers of the next group, waiting for one.
   *
   * @return false once closed and drained
   */
  private boolean take(List<Pending> group) {
    lock.lock();
    try {
      int rows = 0;
      long bytes = 0;
      while (group.isEmpty()) {
        while (queue.isEmpty()) {
          if (isClosed) {
            return false;
          }
          hasEnough.awaitUninterruptibly();
        }
        gather();
        for (Pending next = queue.peek();
            next != null
                && (group.isEmpty()
                    || (rows + next.size <= MAX_GROUP_ROWS
                        && bytes + next.weight <= MAX_GROUP_BYTES));
            next = queue.peek()) {
          if (!next.isCancelled) {
            group.add(next);
            rows += next.size;
            bytes += next.weight;
          }
          queue.remove();
          queuedRows -= next.size;
          queuedBytes -= next.weight;
        }
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the callers that are expected back; after a pause none is. */
  private void gather() {
    wanted = Math.min(expected, MAX_GROUP_ROWS);
    try {
      long left = gatheringEnd - System.nanoTime();
      while (!isClosed && queue.size() < wanted && queuedRows < MAX_GROUP_ROWS && left > 0) {
        left = hasEnough.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      // No caller can interrupt this thread.
      Thread.currentThread().interrupt();
    } finally {
      wanted = 1;
    }
  }

  private void commit(List<Pending> group) {
    if (group.isEmpty()) {
      return;
    }
    long start = System.nanoTime();
    List<EventRow> rows = new ArrayList<>();
    group.forEach(pending -> rows.addAll(pending.rows));
    Set<Key> stored;
    try {
      stored = commitRows(rows);
    } catch (SQLException | RuntimeException | Error e) {
      if (group.size() > 1 && isDataError(e)) {
        group.forEach(
            pending ->
                commit(List.of(pending))); // one bad row fails the whole group, so store each alone
      } else {
        fail(group, e);
      }
      return;
    }
    expectBack(group.size(), System.nanoTime() - start);
    group.forEach(pending -> pending.settle(null));
    report(rows, stored);
  }

  private Set<Key> commitRows(List<EventRow> rows) throws SQLException {
    Map<Key, EventRow> distinct = new LinkedHashMap<>();
    rows.forEach(row -> distinct.putIfAbsent(row.key(), row));
    List<EventRow> group = List.copyOf(distinct.values());
    try {
      return database.appends().transact(link -> database.append(link, group));
    } catch (SQLException e) {
      if (!isWorthRetrying(e)) {
        throw e;
      }
      // The connection is new now. If the first attempt was committed after all, the keys say so.
      return database.appends().transact(link -> database.append(link, group));
    }
  }

  private static boolean isWorthRetrying(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    return state.startsWith("08") || state.startsWith("40") || state.startsWith("57P");
  }

  private static boolean isDataError(Throwable e) {
    return e instanceof SQLException failure
        && (String.valueOf(failure.getSQLState()).matches("(22|23|54).*")
            || failure.getSQLState() == null);
  }

  private void report(List<EventRow> rows, Set<Key> stored) {
    if (!stored.isEmpty()) {
      Listening.tell(onAppended);
    }
    Map<String, List<EventRow>> byEndpoint = new LinkedHashMap<>();
    rows.forEach(
        row -> byEndpoint.computeIfAbsent(row.endpoint(), e -> new ArrayList<>()).add(row));
    Set<Key> counted = new HashSet<>(Collections.unmodifiableSet(stored));
    byEndpoint.forEach(
        (endpoint, received) -> {
          int fresh = 0;
          int unreadable = 0;
          for (EventRow row : received) {
            if (counted.remove(row.key())) {
              fresh++;
              unreadable += row.isReadable() ? 0 : 1;
            }
          }
          int storedNow = fresh;
          int unreadableNow = unreadable;
          Listening.tell(() -> listener.appended(endpoint, storedNow, received.size() - storedNow));
          if (unreadable > 0) {
            Listening.tell(() -> listener.unreadable(endpoint, unreadableNow));
          }
        });
  }

  /** Stores the accepted rows, and ends the thread. */
  @Override
  public void close() {
    lock.lock();
    try {
      isClosed = true;
      hasEnough.signalAll();
    } finally {
      lock.unlock();
    }
    Threads.join(thread, timeout);
  }
}
