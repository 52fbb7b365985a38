package dev.keyhook.internal.inbox;

import dev.keyhook.Event;
import dev.keyhook.internal.event.EventIds;
import dev.keyhook.store.Idempotency;
import dev.keyhook.store.Transaction;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Runs handlers through an {@link Idempotency}. Safe for use by any number of threads. */
public final class HandledOnce {

  private final Idempotency store;
  private final Outage outage;

  /**
   * Creates it.
   *
   * @param nanoTime a monotonic clock in nanoseconds
   */
  public HandledOnce(Idempotency store, LongSupplier nanoTime) {
    this.store = store;
    this.outage = new Outage(nanoTime);
  }

  /** Another process is handling the event right now. */
  public static final class InProgressException extends Exception {

    private static final long serialVersionUID = 1;
  }

  /** The store failed before the handler was called. The cause is what it threw. */
  public static final class StoreFailedException extends Exception {

    private static final long serialVersionUID = 1;

    private final Duration retryIn;

    StoreFailedException(Throwable cause, Duration retryIn) {
      super(cause);
      this.retryIn = retryIn;
    }

    /** Returns how long to wait before the next call. */
    public Duration retryIn() {
      return retryIn;
    }
  }

  /** Remembers whether the handler was called. */
  private static final class Call implements Idempotency.Work {

    private final Idempotency.Work handler;
    private volatile boolean hasBegun;

    Call(Idempotency.Work handler) {
      this.handler = handler;
    }

    @Override
    public void run(Transaction transaction) throws Exception {
      hasBegun = true;
      handler.run(transaction);
    }
  }

  /**
   * Runs the handler, unless the event was handled before.
   *
   * @param key from {@link #key}
   * @throws InProgressException if another process is handling the event
   * @throws StoreFailedException if the store failed before it called the handler, so that this was
   *     no attempt to handle the event
   * @throws Exception what the handler threw; or what the store threw after it
   */
  public void run(String endpoint, String key, Idempotency.Work handler) throws Exception {
    Call call = new Call(handler);
    Idempotency.Result result;
    try {
      result = store.once(endpoint, key, call);
    } catch (Exception | Error e) { // a driver throws errors too, such as NoClassDefFoundError
      if (!call.hasBegun) {
        throw new StoreFailedException(e, outage.failed());
      }
      outage.ended();
      throw e;
    }
    outage.ended();
    if (result == Idempotency.Result.IN_PROGRESS) {
      throw new InProgressException();
    }
  }

  /**
   * Returns the key of an event.
   *
   * @param uniqueText a text that no other stored event has, for events without an id
   * @param replay identifies the replay that the event is handled in; null if it is none
   */
  public static String key(Event<?> event, String uniqueText, @Nullable String replay) {
    String id = EventIds.find(event);
    String key = id != null ? id : "\0" + uniqueText;
    return replay == null ? key : key + "\0replay " + replay;
  }
}
