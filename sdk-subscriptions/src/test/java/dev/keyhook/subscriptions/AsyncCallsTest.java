package dev.keyhook.subscriptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AsyncCallsTest {

  private final ExecutorService executor = Executors.newSingleThreadExecutor();
  private final AsyncCalls calls = AsyncCalls.on(executor);

  @AfterEach
  void shutDown() {
    executor.shutdownNow();
  }

  @Test
  void completesWithWhatTheCallReturns() {
    assertThat(calls.call(() -> "listed").toCompletableFuture().join()).isEqualTo("listed");
  }

  @Test
  void completesWithNullWhenTheCallReturnsNothing() {
    AtomicBoolean ran = new AtomicBoolean();

    assertThat(calls.run(() -> ran.set(true)).toCompletableFuture().join()).isNull();
    assertThat(ran).isTrue();
  }

  @Test
  void completesWithTheErrorOfTheCall() {
    ApiException refusal = ApiException.builder("Client.call", 409).build();

    assertThat(
            calls
                .call(
                    () -> {
                      throw refusal;
                    })
                .toCompletableFuture())
        .failsWithin(Duration.ofMinutes(1))
        .withThrowableThat()
        .withCause(refusal);
  }

  @Test
  void runsOnTheExecutor() {
    Queue<Runnable> tasks = new ArrayDeque<>();
    CompletableFuture<String> stage =
        AsyncCalls.on(tasks::add).call(() -> "done").toCompletableFuture();

    assertThat(stage).isNotDone();
    tasks.remove().run();
    assertThat(stage).isCompletedWithValue("done");
  }

  @Test
  void runsEachCallOnANewThreadThatIsVirtualWhereThereAreAny() {
    Thread caller = Thread.currentThread();

    Thread runner =
        AsyncCalls.onNewThreads().call(Thread::currentThread).toCompletableFuture().join();

    assertThat(runner).isNotSameAs(caller);
    assertThat(runner.isDaemon()).isTrue();
    boolean isVirtual = runner.toString().startsWith("VirtualThread");
    assertThat(isVirtual).isEqualTo(Runtime.version().feature() >= 21);
  }

  @Test
  void cancellingInterruptsTheCallAndNothingElse() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    CompletableFuture<Void> stage =
        calls
            .run(
                () -> {
                  running.countDown();
                  try {
                    new CountDownLatch(1).await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    interrupted.complete(true);
                  }
                })
            .toCompletableFuture();
    running.await();

    stage.cancel(true);

    assertThat(interrupted.get()).isTrue();
    assertThat(stage).isCancelled();
    assertThat(calls.call(() -> Thread.currentThread().isInterrupted()).toCompletableFuture().get())
        .isFalse();
  }

  @Test
  void aCallThatIsCancelledBeforeItsTurnNeverRuns() {
    Queue<Runnable> tasks = new ArrayDeque<>();
    AtomicBoolean ran = new AtomicBoolean();
    AsyncCalls.on(tasks::add).run(() -> ran.set(true)).toCompletableFuture().cancel(true);

    tasks.remove().run();

    assertThat(ran).isFalse();
  }

  @Test
  void anExecutorThatTakesNoMoreSaysSo() {
    executor.shutdown();

    assertThatThrownBy(() -> calls.call(() -> "never"))
        .isInstanceOf(RejectedExecutionException.class);
  }
}
