package dev.keyhook.inbox;

import dev.keyhook.internal.inbox.Backoff;
import dev.keyhook.internal.inbox.HandledOnce;
import dev.keyhook.internal.inbox.RetryRules;
import dev.keyhook.routing.EventRouter;
import dev.keyhook.routing.InboxListener;
import dev.keyhook.store.Idempotency;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Reads events from an inbox and runs their handlers.
 *
 * <pre>{@code
 * try (InboxWorker worker = InboxWorker.of(inbox).handle(router).start()) { ... }
 * }</pre>
 *
 * <p>Events of one lane (one endpoint and subject) are handled one after the other in the order in
 * which they were accepted; lanes run in parallel. A failed event is retried with growing delays
 * for about a day and then becomes a dead letter. Only its own lane waits for it.
 *
 * <p>A handler whose writes join the inbox's transaction ({@code
 * context.transaction(Connection.class)}) takes effect exactly once. Any other handler runs at
 * least once: an event is handled again if the process ends before its result is recorded.
 *
 * <p>Any number of workers, in any number of processes, share an inbox in PostgreSQL. A worker only
 * claims events of endpoints that it has a router for. Safe for use by any number of threads.
 */
public final class InboxWorker implements AutoCloseable {

  private final JdbcInbox inbox;
  private final Dispatcher dispatcher;
  private final Thread claiming;
  private final @Nullable ExecutorService ownThreads;
  private final Duration closeTimeout;
  private final Runnable hint;

  private InboxWorker(
      JdbcInbox inbox,
      Dispatcher dispatcher,
      @Nullable ExecutorService ownThreads,
      Duration closeTimeout) {
    this.inbox = inbox;
    this.dispatcher = dispatcher;
    this.ownThreads = ownThreads;
    this.closeTimeout = closeTimeout;
    this.hint = dispatcher::hint;
    dispatcher.connect();
    inbox.onAppended(hint);
    this.claiming = Threads.daemon("keyhook-inbox-claim", dispatcher::run);
  }

  /** Returns a builder of a worker for an inbox. */
  public static Builder of(JdbcInbox inbox) {
    return new Builder(inbox);
  }

  /**
   * Stops claiming, lets running handlers end, and releases all lanes, so that other workers
   * continue at once. Handlers that are not done within the timeout are interrupted; if they still
   * do not end, their lanes are free when their leases end.
   */
  @Override
  public void close() {
    inbox.removeOnAppended(hint);
    dispatcher.stop();
    try {
      if (!dispatcher.awaitReleased(closeTimeout) && ownThreads != null) {
        endThreads(ownThreads);
        dispatcher.awaitReleased(Duration.ofSeconds(1));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (ownThreads != null) {
      endThreads(ownThreads);
    }
    Threads.join(claiming, closeTimeout);
    dispatcher.close();
  }

  /** Interrupts handlers, and releases the lanes that no thread has begun with. */
  private static void endThreads(ExecutorService threads) {
    threads.shutdownNow().forEach(untouched -> ((LaneRun) untouched).releaseUntouched());
  }

  /** Builds an {@link InboxWorker}. Not safe for use by several threads. */
  public static final class Builder {

    /** The database's clock would overflow with the longest delays that a handler can ask for. */
    private static final Duration LONGEST_DELAY = Duration.ofDays(365);

    private final JdbcInbox inbox;
    private final Map<String, EventRouter<?>> routers = new LinkedHashMap<>();
    private @Nullable Idempotency idempotency;
    private @Nullable JdbcTransactions transactions;
    private @Nullable Executor executor;
    private int threads = Math.max(4, 2 * Runtime.getRuntime().availableProcessors());
    private int maxAttempts = 36;
    private Duration lease = Duration.ofSeconds(30);
    private Duration poll = Duration.ofMillis(100);
    private Duration closeTimeout = Duration.ofSeconds(25);
    private Clock clock = Clock.systemUTC();
    private boolean parksLanes;
    private boolean keepsMessages;
    private boolean isFenced = true;

    private Builder(JdbcInbox inbox) {
      this.inbox = Objects.requireNonNull(inbox, "inbox");
    }

    /**
     * Handles events of the router's own endpoint.
     *
     * @throws IllegalArgumentException if that endpoint has a router already
     */
    public Builder handle(EventRouter<?> router) {
      return handle(router.endpoint(), router);
    }

    /**
     * Handles events of an endpoint.
     *
     * @param endpoint the receiver's name
     * @throws IllegalArgumentException if that endpoint has a router already
     */
    public Builder handle(String endpoint, EventRouter<?> router) {
      Objects.requireNonNull(router, "router");
      if (routers.putIfAbsent(endpoint, router) != null) {
        throw new IllegalArgumentException("The endpoint " + endpoint + " has a router already");
      }
      return this;
    }

    /**
     * Records handled events in another database than the inbox's, where handlers write. An event
     * that is attempted again, for example after a crash, is then not handled twice.
     */
    public Builder idempotency(Idempotency store) {
      idempotency = Objects.requireNonNull(store, "store");
      return this;
    }

    /**
     * Runs each handler in a transaction of the application's framework, in the inbox's database.
     * Without it {@code context.transaction(Connection.class)} opens one on the inbox's data source
     * when a handler first asks for it.
     */
    public Builder transactions(JdbcTransactions own) {
      transactions = Objects.requireNonNull(own, "own");
      return this;
    }

    /** Sets how many handlers run at once; twice the number of processors unless set. */
    public Builder threads(int number) {
      if (number < 1) {
        throw new IllegalArgumentException("number must be at least 1, but was " + number);
      }
      threads = number;
      return this;
    }

    /**
     * Runs handlers on an executor of the application, such as one of virtual threads. {@link
     * #threads} is still the number of handlers that run at once. The executor must queue work that
     * it cannot run at once: if it rejects a lane, the worker pauses the endpoint for 30 seconds.
     * The worker does not shut the executor down.
     */
    public Builder executor(Executor own) {
      executor = Objects.requireNonNull(own, "own");
      return this;
    }

    /** Sets after how many attempts an event becomes a dead letter; 36, about a day, unless set. */
    public Builder maxAttempts(int number) {
      if (number < 1) {
        throw new IllegalArgumentException("number must be at least 1, but was " + number);
      }
      maxAttempts = number;
      return this;
    }

    /**
     * Sets how long a lease lasts after its last renewal, before another worker may take the lane;
     * 30 seconds unless set. Leases are renewed while handlers run, for at most 15 minutes each.
     *
     * @param time at least a second
     */
    public Builder lease(Duration time) {
      if (time.compareTo(Duration.ofSeconds(1)) < 0) {
        throw new IllegalArgumentException("time must be at least 1 second, but was " + time);
      }
      lease = time;
      return this;
    }

    /**
     * Sets how often to look for events that other processes stored and for retries that are due;
     * 100 milliseconds unless set. Events stored through the same inbox start at once.
     */
    public Builder pollInterval(Duration interval) {
      poll = JdbcInbox.Builder.positive(interval, "interval");
      return this;
    }

    /** Sets how long {@link InboxWorker#close} waits for handlers; 25 seconds unless set. */
    public Builder closeTimeout(Duration timeout) {
      closeTimeout = JdbcInbox.Builder.positive(timeout, "timeout");
      return this;
    }

    /**
     * Sets the clock that tells how old an event is when its handler asks for another attempt; the
     * system's clock unless set. Leases and retries use the database's clock.
     */
    public Builder clock(Clock source) {
      clock = Objects.requireNonNull(source, "source");
      return this;
    }

    /**
     * Keeps strict order: instead of making an event a dead letter, the worker parks its lane,
     * until {@link InboxAdmin} resumes it or discards the event.
     */
    public Builder parkLanes() {
      parksLanes = true;
      return this;
    }

    /**
     * Keeps messages of exceptions with dead letters, not only their class. Messages of your
     * handlers may contain personal data.
     */
    public Builder keepErrorMessages() {
      keepsMessages = true;
      return this;
    }

    /** Accepts results of lost leases, for a test that shows why the fence is needed. */
    Builder withoutFence() {
      isFenced = false;
      return this;
    }

    /**
     * Starts the worker.
     *
     * @throws IllegalStateException if there is no router, the inbox was opened alongside another
     *     process, or both transactions and idempotency were set
     */
    public InboxWorker start() {
      if (routers.isEmpty()) {
        throw new IllegalStateException("Call handle(router) before start()");
      }
      if (transactions != null && idempotency != null) {
        throw new IllegalStateException(
            "Set either transactions(...), where handlers write to the inbox's database, or"
                + " idempotency(...), where they write to another one");
      }
      if (!inbox.database().isOwner()) {
        throw new IllegalStateException(
            "This inbox was opened alongside(); only the process that owns the file may handle");
      }
      Database database = inbox.database();
      if (transactions != null && !database.offersTransactions()) {
        throw new IllegalStateException(
            "transactions(...) needs an inbox in PostgreSQL; use idempotency(...) instead");
      }
      String owner = UUID.randomUUID().toString();
      InboxListener listener = inbox.listener();
      LaneTable lanes = new LaneTable(database, isFenced);
      Attempts.RetryPolicy policy =
          new Attempts.RetryPolicy(
              new RetryRules(
                  new Backoff(() -> ThreadLocalRandom.current().nextDouble()),
                  maxAttempts,
                  LONGEST_DELAY,
                  clock),
              parksLanes,
              keepsMessages);
      HandlerCall call =
          new HandlerCall(
              database,
              lanes,
              owner,
              idempotency == null ? null : new HandledOnce(idempotency, System::nanoTime),
              transactions);
      ExecutorService ownThreads = executor == null ? newThreads(threads) : null;
      Dispatcher.Settings settings =
          new Dispatcher.Settings(
              owner,
              List.copyOf(routers.keySet()),
              executor == null ? Objects.requireNonNull(ownThreads) : executor,
              threads,
              lease,
              poll);
      Dispatcher dispatcher =
          new Dispatcher(
              database,
              lanes,
              settings,
              listener,
              System::nanoTime,
              (isClosing, pauses) ->
                  new Attempts(
                      Map.copyOf(routers),
                      inbox.cipher(),
                      call,
                      policy,
                      listener,
                      System::nanoTime,
                      isClosing,
                      pauses));
      return new InboxWorker(inbox, dispatcher, ownThreads, closeTimeout);
    }

    private static ExecutorService newThreads(int number) {
      AtomicInteger count = new AtomicInteger();
      return Executors.newFixedThreadPool(
          number, work -> new Thread(work, "keyhook-inbox-" + count.incrementAndGet()));
    }
  }
}
