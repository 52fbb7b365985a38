package dev.keyhook.subscriptions;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs calls of any client on your executor, as {@link CompletionStage}s.
 *
 * <pre>{@code
 * AsyncCalls calls = AsyncCalls.onNewThreads(); // or on(executor)
 * calls.call(subscriptions::list).thenAccept(audit::listed);
 * calls.run(() -> subscriptions.delete(id));
 * }</pre>
 *
 * <p>A call waits for the network on a thread of the executor. Cancelling the stage's {@linkplain
 * CompletionStage#toCompletableFuture() future} interrupts that thread, which ends the call; what
 * the vendor has already done is not undone. Errors are those of the call: {@link ApiException},
 * {@link TransportException}. Immutable.
 */
public final class AsyncCalls {

  private final Executor executor;

  private AsyncCalls(Executor executor) {
    this.executor = executor;
  }

  /** Returns a way to run calls on the given executor, which the caller shuts down. */
  public static AsyncCalls on(Executor executor) {
    return new AsyncCalls(Objects.requireNonNull(executor, "executor"));
  }

  /**
   * Returns a way to run each call on a new thread: a virtual one on Java 21 and newer, otherwise a
   * daemon thread. There is nothing to shut down.
   */
  public static AsyncCalls onNewThreads() {
    ThreadFactory threads = virtualThreads();
    return new AsyncCalls(call -> threads.newThread(call).start());
  }

  private static ThreadFactory virtualThreads() {
    try {
      Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
      return (ThreadFactory)
          Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(builder);
    } catch (ReflectiveOperationException e) {
      return call -> {
        Thread thread = new Thread(call, "keyhook-async");
        thread.setDaemon(true);
        return thread;
      };
    }
  }

  /**
   * Runs a call that returns something.
   *
   * @throws java.util.concurrent.RejectedExecutionException if the executor takes no more work
   */
  public <T extends @Nullable Object> CompletionStage<T> call(Supplier<T> call) {
    CancellableCall<T> stage = new CancellableCall<>(Objects.requireNonNull(call, "call"));
    executor.execute(stage::run);
    return stage;
  }

  /**
   * Runs a call that returns nothing; the stage completes with null.
   *
   * @throws java.util.concurrent.RejectedExecutionException if the executor takes no more work
   */
  public CompletionStage<@Nullable Void> run(Runnable call) {
    Objects.requireNonNull(call, "call");
    return this.<@Nullable Void>call(
        () -> {
          call.run();
          return null;
        });
  }

  private static final class CancellableCall<T extends @Nullable Object>
      extends CompletableFuture<T> {

    private final Supplier<T> call;
    private final Object lock = new Object();
    private @Nullable Thread runner;
    private boolean interrupted;

    private CancellableCall(Supplier<T> call) {
      this.call = call;
    }

    private void run() {
      synchronized (lock) {
        if (isDone()) {
          return; // cancelled before it started
        }
        runner = Thread.currentThread();
      }
      T result = null;
      Throwable error = null;
      try {
        result = call.get();
      } catch (Throwable e) {
        error = e;
      }
      synchronized (lock) {
        runner = null;
        if (interrupted) {
          Thread.interrupted(); // the interrupt must not reach the executor's next task
        }
      }
      if (error == null) {
        complete(result);
      } else {
        completeExceptionally(error);
      }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      boolean cancelled = super.cancel(mayInterruptIfRunning);
      if (cancelled) {
        synchronized (lock) {
          if (runner != null) {
            interrupted = true;
            runner.interrupt();
          }
        }
      }
      return cancelled;
    }
  }
}
