package dev.keyhook.testkit;

import dev.keyhook.store.Idempotency;
import dev.keyhook.store.Idempotency.Result;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a custom store fulfils the contract of {@link Idempotency}.
 *
 * <pre>{@code
 * @Test
 * void keepsTheContract() throws Exception {
 *   IdempotencyContract.check(new RedisIdempotency(...));
 * }
 * }</pre>
 *
 * <p>It uses an endpoint with a random name, so the store may contain other keys. It cannot check
 * that keys survive a restart, or that they commit together with the writes of the work. For tests
 * only, with any test framework.
 */
public final class IdempotencyContract {

  private static final long SECONDS = 30;
  private static final Idempotency.Work NOTHING = transaction -> {};

  private final Idempotency store;
  private final String endpoint = "contract-" + UUID.randomUUID();

  private IdempotencyContract(Idempotency store) {
    this.store = store;
  }

  /**
   * Checks a store.
   *
   * @param store with room for at least 20 keys
   * @throws AssertionError if the store violates the contract; the message names the rule
   * @throws Exception if the store throws one
   */
  public static void check(Idempotency store) throws Exception {
    IdempotencyContract contract = new IdempotencyContract(store);
    contract.runsTheWorkOnce();
    contract.separatesEndpoints();
    contract.runsFailedWorkAgain();
    contract.doesNotRunWorkInProgress();
    contract.acceptsAnyKey();
  }

  private void runsTheWorkOnce() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    Idempotency.Work counting = transaction -> runs.incrementAndGet();
    expect(Result.DONE, store.once(endpoint, "once", counting), "the first call");
    expect(1, runs.get(), "runs after the first call");
    expect(Result.DUPLICATE, store.once(endpoint, "once", counting), "the second call");
    expect(1, runs.get(), "runs after the second call");
  }

  private void separatesEndpoints() throws Exception {
    expect(Result.DONE, store.once(endpoint, "shared", NOTHING), "a key at one endpoint");
    expect(
        Result.DONE, store.once(endpoint + "-2", "shared", NOTHING), "the key at another endpoint");
  }

  private void runsFailedWorkAgain() throws Exception {
    IOException failure = new IOException("The work failed");
    @Nullable Exception thrown = null;
    try {
      store.once(
          endpoint,
          "failing",
          transaction -> {
            throw failure;
          });
    } catch (IOException e) {
      thrown = e;
    }
    expect(failure, thrown, "what once() throws if the work throws");
    expect(Result.DONE, store.once(endpoint, "failing", NOTHING), "the call after a failure");
  }

  private void doesNotRunWorkInProgress() throws Exception {
    CountDownLatch isRunning = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    AtomicInteger otherRuns = new AtomicInteger();
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<Result> first =
          thread.submit(
              () ->
                  store.once(
                      endpoint,
                      "slow",
                      transaction -> {
                        isRunning.countDown();
                        if (!mayEnd.await(SECONDS, TimeUnit.SECONDS)) {
                          throw new AssertionError("once() waited for another caller's work");
                        }
                      }));
      expect(true, isRunning.await(SECONDS, TimeUnit.SECONDS), "whether the work runs");
      Result second = store.once(endpoint, "slow", transaction -> otherRuns.incrementAndGet());
      mayEnd.countDown();
      expect(Result.IN_PROGRESS, second, "a call while another caller runs the work");
      expect(Result.DONE, first.get(SECONDS, TimeUnit.SECONDS), "the caller that ran the work");
      expect(Result.DUPLICATE, store.once(endpoint, "slow", NOTHING), "a call after the work");
      expect(0, otherRuns.get(), "runs by other callers");
    } finally {
      mayEnd.countDown();
      thread.shutdownNow();
    }
  }

  private void acceptsAnyKey() throws Exception {
    List<String> keys =
        List.of("", " ", "\0", "\uD800", "\uD801", "\u00e9", "e\u0301", "k", "K", "'; --");
    for (String key : keys) {
      expect(Result.DONE, store.once(endpoint + "-any", key, NOTHING), "a key of unusual text");
    }
    for (char last : new char[] {'a', 'b'}) {
      String key = "x".repeat(100_000) + last;
      expect(Result.DONE, store.once(endpoint + "-any", key, NOTHING), "a very long key");
    }
    for (String key : keys) {
      expect(Result.DUPLICATE, store.once(endpoint + "-any", key, NOTHING), "the same key again");
    }
  }

  private static void expect(Object expected, @Nullable Object actual, String what) {
    if (!expected.equals(actual)) {
      throw new AssertionError(
          "Idempotency: " + what + " must be " + expected + ", but was " + actual);
    }
  }
}
