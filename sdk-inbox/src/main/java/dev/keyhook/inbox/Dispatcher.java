package dev.keyhook.inbox;

import dev.keyhook.internal.inbox.Listening;
import dev.keyhook.routing.InboxListener;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Claims lanes that are due and passes them to the threads of a worker. It claims only as many as
 * keep the threads busy for 200 ms, so that other nodes get a share.
 */
final class Dispatcher implements Attempts.Pauses {

  private static final int MAX_LANES = 512;
  private static final Duration BUSY_AHEAD = Duration.ofMillis(200);
  private static final Duration PAUSE = Duration.ofSeconds(30);

  private final Database database;
  private final LaneTable lanes;
  private final Settings settings;
  private final InboxListener listener;
  private final LongSupplier nanoTime;
  private final Attempts attempts;
  private final ResultWriter results;
  private final LeaseRenewal leases;
  private final long maxBytes = Math.min(16L << 20, Runtime.getRuntime().maxMemory() / 16);
  private final Semaphore hint = new Semaphore(0);
  private final Map<String, Long> pausedUntil = new ConcurrentHashMap<>();
  private final Map<LaneRun, Boolean> running = new ConcurrentHashMap<>();
  private final AtomicInteger runningLanes = new AtomicInteger();
  private final AtomicLong runningBytes = new AtomicLong();
  private final AtomicLong averageNanos = new AtomicLong(BUSY_AHEAD.toNanos());
  private volatile boolean isClosing;
  private int turn;

  /**
   * How a worker claims.
   *
   * @param owner unique for each start of a process, so that fences of an earlier start are invalid
   */
  record Settings(
      String owner,
      List<String> endpoints,
      Executor executor,
      int threads,
      Duration lease,
      Duration poll) {}

  Dispatcher(
      Database database,
      LaneTable lanes,
      Settings settings,
      InboxListener listener,
      LongSupplier nanoTime,
      Attempts.Factory attempts) {
    this.database = database;
    this.lanes = lanes;
    this.settings = settings;
    this.listener = listener;
    this.nanoTime = nanoTime;
    this.attempts = attempts.create(this::isClosing, this);
    this.leases =
        new LeaseRenewal(database, lanes, settings.owner(), settings.lease(), listener, nanoTime);
    this.results = new ResultWriter(database, lanes, settings.owner(), listener, settings.lease());
  }

  /** Opens the connections that handlers must not use up; a failure is retried later. */
  void connect() {
    try {
      database.claims().connect();
      database.results().connect();
      database.leases().connect();
    } catch (SQLException e) {
      listen(l -> l.databaseFailed(e));
    }
  }

  /** Claims until {@link #close}. */
  void run() {
    try {
      while (!isClosing) {
        hint.drainPermits();
        if (!claimAll()) {
          boolean ignored = hint.tryAcquire(settings.poll().toNanos(), TimeUnit.NANOSECONDS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Wakes the dispatcher, because a lane may be due. */
  void hint() {
    if (hint.availablePermits() == 0) {
      hint.release();
    }
  }

  private int target() {
    long lanesAhead = BUSY_AHEAD.toNanos() * settings.threads() / Math.max(1, averageNanos.get());
    return (int) Math.max(2L * settings.threads(), Math.min(MAX_LANES, lanesAhead));
  }

  /** Claims for each endpoint in turn; returns whether there may be more at once. */
  private boolean claimAll() throws InterruptedException {
    int free = target() - runningLanes.get();
    if (free < target() / 2 || runningBytes.get() > maxBytes) {
      return false;
    }
    List<String> endpoints = activeEndpoints();
    boolean mayHaveMore = false;
    try {
      for (int i = 0; i < endpoints.size() && free > 0; i++) {
        int share = Math.max(1, free / (endpoints.size() - i));
        int claimed = claim(endpoints.get((turn + i) % endpoints.size()), share);
        free -= claimed;
        mayHaveMore |= claimed == share;
      }
      turn = (turn + 1) % settings.endpoints().size();
      return mayHaveMore;
    } catch (SQLException | RuntimeException | Error e) { // an error must not end the worker
      listen(l -> l.databaseFailed(e));
      Thread.sleep(Math.min(1000, settings.poll().toMillis())); // nothing else to wait for
      return false;
    }
  }

  private List<String> activeEndpoints() {
    long now = nanoTime.getAsLong();
    List<String> active = new ArrayList<>();
    for (String endpoint : settings.endpoints()) {
      Long until = pausedUntil.get(endpoint);
      if (until == null || until - now <= 0) {
        active.add(endpoint);
      }
    }
    return active;
  }

  private int claim(String endpoint, int maxLanes) throws SQLException {
    long end = nanoTime.getAsLong() + settings.lease().toNanos();
    ClaimLimits limits = new ClaimLimits(maxLanes, maxBytes);
    List<LaneBatch> batches =
        database
            .claims()
            .transact(
                link -> lanes.claim(link, endpoint, settings.owner(), settings.lease(), limits));
    for (LaneBatch batch : batches) {
      dispatch(batch, end);
    }
    return batches.size();
  }

  private void dispatch(LaneBatch batch, long leaseEnd) {
    LaneLease lease = new LaneLease(batch.claim(), leaseEnd);
    LaneRun run = new LaneRun(batch, lease, this);
    running.put(run, true);
    runningLanes.incrementAndGet();
    runningBytes.addAndGet(run.weight());
    leases.hold(lease);
    try {
      settings.executor().execute(run);
    } catch (RuntimeException | Error e) { // usually rejected, or no thread can be started
      run.releaseUntouched();
      if (!isClosing) {
        pause(batch.claim().endpoint(), e);
      }
    }
  }

  // ---- Called by the lanes that run

  Attempts attempts() {
    return attempts;
  }

  ResultWriter results() {
    return results;
  }

  boolean isClosing() {
    return isClosing;
  }

  long nanoTime() {
    return nanoTime.getAsLong();
  }

  void listen(Consumer<InboxListener> event) {
    Listening.tell(() -> event.accept(listener));
  }

  void measured(long nanos) {
    averageNanos.accumulateAndGet(nanos, (average, latest) -> average + (latest - average) / 16);
  }

  /** Stops claiming an endpoint for a while. */
  @Override
  public void pause(String endpoint, Throwable cause) {
    if (pausedUntil.put(endpoint, nanoTime.getAsLong() + PAUSE.toNanos()) == null) {
      listen(l -> l.paused(endpoint, cause));
    }
  }

  /** Resumes an endpoint, because one of its events was read. */
  @Override
  public void resumed(String endpoint) {
    if (!pausedUntil.isEmpty() && pausedUntil.remove(endpoint) != null) {
      listen(l -> l.resumed(endpoint));
    }
  }

  /** The lane is released, or lost. */
  void ended(LaneRun run, LaneLease lease) {
    leases.drop(lease);
    if (running.remove(run) != null) {
      runningBytes.addAndGet(-run.weight());
      if (runningLanes.decrementAndGet() <= target() / 2) {
        hint();
      }
      if (isClosing) {
        synchronized (running) {
          running.notifyAll();
        }
      }
    }
  }

  // ---- Shutdown

  /** Stops claiming, and lets each lane stop after its current event. */
  void stop() {
    isClosing = true;
    hint();
  }

  /** Waits until all lanes are released; returns whether they are. */
  boolean awaitReleased(Duration timeout) throws InterruptedException {
    long end = nanoTime.getAsLong() + timeout.toNanos();
    synchronized (running) {
      while (!running.isEmpty()) {
        long left = end - nanoTime.getAsLong();
        if (left <= 0) {
          return false;
        }
        running.wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
      }
    }
    return true;
  }

  /** Writes the last results. */
  void close() {
    results.close();
    leases.close();
  }
}
