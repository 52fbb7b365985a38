package dev.keyhook.store;

import static dev.keyhook.store.Idempotency.Result.DONE;
import static dev.keyhook.store.Idempotency.Result.DUPLICATE;
import static dev.keyhook.store.Idempotency.Result.IN_PROGRESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhook.store.Idempotency.Result;
import dev.keyhook.store.Idempotency.Work;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InMemoryIdempotencyTest {

  private static final int KEYS = 20_000;
  private static final Work NOTHING = transaction -> {};

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5); // wraps around in the tests
  private final Idempotency store = Idempotency.inMemory(3, Duration.ofHours(1), nanos::get);

  private void advance(Duration duration) {
    nanos.addAndGet(duration.toNanos());
  }

  private Result once(String key) throws Exception {
    return store.once("bell", key, NOTHING);
  }

  @Test
  void runsTheWorkOfAKeyOnce() throws Exception {
    List<String> ran = new ArrayList<>();

    assertThat(store.once("bell", "a", transaction -> ran.add("first"))).isEqualTo(DONE);
    assertThat(store.once("bell", "a", transaction -> ran.add("second"))).isEqualTo(DUPLICATE);
    assertThat(store.once("bell", "b", transaction -> ran.add("other"))).isEqualTo(DONE);
    assertThat(ran).containsExactly("first", "other");
  }

  @Test
  void workWithoutAKeyEvictsNoKey() throws Exception {
    List<String> ran = new ArrayList<>();
    once("a");

    for (int i = 0; i < 10; i++) {
      assertThat(store.withoutKey("bell", transaction -> ran.add("ran"))).isEqualTo(DONE);
    }

    assertThat(ran).hasSize(10);
    assertThat(once("a")).isEqualTo(DUPLICATE);
    assertThatThrownBy(
            () ->
                store.withoutKey(
                    "bell",
                    transaction -> {
                      throw new IOException("failed");
                    }))
        .isInstanceOf(IOException.class);
  }

  @Test
  void theDefaultImplementationRecordsWorkWithoutAKeyUnderARandomKey() throws Exception {
    List<String> keys = new ArrayList<>();
    Idempotency recording =
        (endpoint, key, work) -> {
          keys.add(endpoint + " " + key);
          work.run(Transaction.none("none"));
          return DONE;
        };

    assertThat(recording.withoutKey("bell", NOTHING)).isEqualTo(DONE);
    assertThat(recording.withoutKey("bell", NOTHING)).isEqualTo(DONE);

    assertThat(keys).hasSize(2).doesNotHaveDuplicates().allMatch(key -> key.startsWith("bell "));
  }

  @Test
  void separatesEndpoints() throws Exception {
    assertThat(store.once("bell", "a", NOTHING)).isEqualTo(DONE);
    assertThat(store.once("bell-2", "a", NOTHING)).isEqualTo(DONE);
    assertThat(store.once("bell", "a", NOTHING)).isEqualTo(DUPLICATE);
  }

  @Test
  void refusesAKeyWhoseWorkIsRunning() throws Exception {
    List<Result> inside = new ArrayList<>();

    Result outer =
        store.once(
            "bell",
            "a",
            transaction -> {
              inside.add(once("a"));
              inside.add(once("b"));
              inside.add(store.once("bell-2", "a", NOTHING));
            });

    assertThat(outer).isEqualTo(DONE);
    assertThat(inside).containsExactly(IN_PROGRESS, DONE, DONE);
  }

  @Test
  void runsWorkThatFailedAgain() throws Exception {
    for (Throwable thrown :
        List.of(new IOException("down"), new IllegalStateException(), new StackOverflowError())) {
      assertThatThrownBy(() -> store.once("bell", "a", transaction -> sneak(thrown)))
          .isSameAs(thrown);
    }

    assertThat(once("a")).isEqualTo(DONE);
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void sneak(Throwable thrown) throws T {
    throw (T) thrown;
  }

  @Test
  void offersNoTransactionAndNamesAStoreThatDoes() {
    assertThatIllegalStateException()
        .isThrownBy(() -> store.once("bell", "a", tx -> tx.unwrap(Object.class)))
        .withMessageContaining("There is no transaction")
        .withMessageContaining("JdbcIdempotency");
  }

  @Test
  void evictsTheOldestKeyWhenThereAreTooMany() throws Exception {
    for (String key : List.of("a", "b", "c", "d")) {
      once(key);
    }

    assertThat(once("b")).isEqualTo(DUPLICATE);
    assertThat(once("d")).isEqualTo(DUPLICATE);
    assertThat(once("a")).isEqualTo(DONE);
  }

  @Test
  void evictsKeysThatAreTooOld() throws Exception {
    once("a");
    advance(Duration.ofMinutes(59));
    once("b");
    assertThat(once("a")).isEqualTo(DUPLICATE);

    advance(Duration.ofMinutes(2));

    assertThat(once("a")).isEqualTo(DONE);
    assertThat(once("b")).isEqualTo(DUPLICATE);
  }

  @Test
  void keepsAKeyForExactlyItsAge() throws Exception {
    once("a");
    advance(Duration.ofHours(1));
    assertThat(once("a")).isEqualTo(DUPLICATE);

    advance(Duration.ofNanos(1));
    assertThat(once("a")).isEqualTo(DONE);
  }

  @Test
  void doesNotEvictAKeyThatWasDoneAgainTogetherWithItsExpiredEntry() throws Exception {
    once("a");
    advance(Duration.ofMinutes(61));
    once("a");
    advance(Duration.ofMinutes(30));
    once("b");

    assertThat(once("a")).isEqualTo(DUPLICATE);
  }

  @Test
  void neverEvictsWorkInProgress() throws Exception {
    List<Result> inside = new ArrayList<>();

    store.once(
        "bell",
        "slow",
        transaction -> {
          advance(Duration.ofDays(100));
          for (int i = 0; i < 10; i++) {
            once("fast-" + i);
          }
          inside.add(once("slow"));
        });

    assertThat(inside).containsExactly(IN_PROGRESS);
  }

  @Test
  void keepsAllKeysWhenTheClockStepsBack() throws Exception {
    once("a");
    advance(Duration.ofDays(-1));
    once("b");

    assertThat(once("a")).isEqualTo(DUPLICATE);
    assertThat(once("b")).isEqualTo(DUPLICATE);
  }

  @Test
  void aClockThatFailsNeitherRunsWorkTwiceNorBlocksAKey() throws Exception {
    List<String> ran = new ArrayList<>();
    List<String> failures = new ArrayList<>();
    Idempotency broken =
        Idempotency.inMemory(
            3,
            Duration.ofHours(1),
            () -> {
              if (!failures.isEmpty()) {
                throw new IllegalStateException("no clock");
              }
              return 0;
            });

    Result first =
        broken.once(
            "bell",
            "a",
            transaction -> {
              ran.add("a");
              failures.add("from now on");
            });
    assertThat(first).isEqualTo(DONE);
    assertThatIllegalStateException()
        .isThrownBy(() -> broken.once("bell", "b", transaction -> ran.add("b")));
    failures.clear();

    assertThat(broken.once("bell", "a", transaction -> ran.add("a"))).isEqualTo(DUPLICATE);
    assertThat(broken.once("bell", "b", transaction -> ran.add("b"))).isEqualTo(DONE);
    assertThat(ran).containsExactly("a", "b");
  }

  @Test
  void distinguishesKeysOfAnyContent() throws Exception {
    String[] keys = {
      "",
      "a",
      "A",
      "ä",
      "\ud800",
      "\ud801",
      "?",
      "\u0000",
      "\u0001",
      "x".repeat(64),
      "x".repeat(65),
      "x".repeat(66),
      "\ud800".repeat(65),
      "\ud801".repeat(65),
      "x".repeat(100_000)
    };
    Idempotency large = Idempotency.inMemory();
    for (String key : keys) {
      assertThat(large.once("bell", key, NOTHING)).isEqualTo(DONE);
    }
    for (String key : keys) {
      assertThat(large.once("bell", key, NOTHING)).isEqualTo(DUPLICATE);
    }
  }

  @Test
  void keepsTheDefaultStoresKeysApartFromEachOther() throws Exception {
    Idempotency one = Idempotency.inMemory();
    Idempotency other = Idempotency.inMemory();

    assertThat(one.once("bell", "a", NOTHING)).isEqualTo(DONE);
    assertThat(other.once("bell", "a", NOTHING)).isEqualTo(DONE);
  }

  @Test
  void runsTheWorkOfEachKeyInOneOfManyThreadsAtATime() throws Exception {
    Idempotency shared = Idempotency.inMemory(KEYS, Duration.ofHours(1), nanos::get);
    AtomicIntegerArray runs = new AtomicIntegerArray(KEYS);
    Queue<Result> results = new ConcurrentLinkedQueue<>();
    inFourThreads(
        key -> results.add(shared.once("bell", "key-" + key, tx -> runs.incrementAndGet(key))));

    for (int key = 0; key < KEYS; key++) {
      assertThat(runs.get(key)).isEqualTo(1);
      assertThat(shared.once("bell", "key-" + key, NOTHING)).isEqualTo(DUPLICATE);
    }
    assertThat(results).hasSize(4 * KEYS);
    assertThat(results.stream().filter(result -> result == DONE)).hasSize(KEYS);
  }

  @Test
  void runsWorkThatFailsInOneThreadInTheNext() throws Exception {
    Idempotency shared = Idempotency.inMemory(KEYS, Duration.ofHours(1), nanos::get);
    AtomicIntegerArray attempts = new AtomicIntegerArray(KEYS);
    AtomicIntegerArray successes = new AtomicIntegerArray(KEYS);
    inFourThreads(
        key -> {
          Result result = null;
          while (result != DONE && result != DUPLICATE) {
            try {
              result =
                  shared.once(
                      "bell",
                      "key-" + key,
                      transaction -> {
                        if (attempts.incrementAndGet(key) == 1) {
                          throw new IOException("first attempt");
                        }
                        successes.incrementAndGet(key);
                      });
            } catch (IOException e) {
              result = null;
            }
          }
        });

    for (int key = 0; key < KEYS; key++) {
      assertThat(successes.get(key)).isEqualTo(1);
      assertThat(attempts.get(key)).isEqualTo(2);
    }
  }

  @Test
  void keepsTheNewestKeysOfManyThreads() throws Exception {
    Idempotency shared = Idempotency.inMemory(100, Duration.ofHours(1), nanos::get);
    Queue<String> threads = new ConcurrentLinkedQueue<>();
    inFourThreads(
        key -> {
          String thread = Thread.currentThread().getName();
          if (key == 0) {
            threads.add(thread);
          }
          shared.once("bell", thread + key, NOTHING);
        });
    shared.once("bell", "last", NOTHING);

    AtomicInteger kept = new AtomicInteger();
    // The newest first, because a lookup of an evicted key adds it and evicts another.
    assertThat(shared.once("bell", "last", NOTHING)).isEqualTo(DUPLICATE);
    for (String thread : threads) {
      if (shared.once("bell", thread + 0, NOTHING) == DUPLICATE) {
        kept.incrementAndGet();
      }
    }
    assertThat(threads).hasSize(4);
    assertThat(kept).hasValue(0);
  }

  /** Work that fails or succeeds. */
  private interface KeyWork {
    void accept(int key) throws Exception;
  }

  private static void inFourThreads(KeyWork work) throws Exception {
    CyclicBarrier start = new CyclicBarrier(4);
    List<Thread> threads = new ArrayList<>();
    Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    for (int i = 0; i < 4; i++) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  start.await();
                  for (int key = 0; key < KEYS; key++) {
                    work.accept(key);
                  }
                } catch (Throwable e) {
                  failures.add(e);
                }
              });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failures).isEmpty();
  }

  @Test
  void holdsAHundredThousandKeysInLessThan24Megabytes() throws Exception {
    // Two stores one after the other, so that classes and buffers are not counted.
    filled();
    long before = usedMemory();
    Idempotency full = filled();
    long used = usedMemory() - before;

    assertThat(full.once("smartphonekey", key(0), NOTHING)).isEqualTo(DUPLICATE);
    assertThat(used).isLessThan(24 << 20);
  }

  private static Idempotency filled() throws Exception {
    Idempotency store = Idempotency.inMemory();
    for (int i = 0; i < 100_000; i++) {
      store.once("smartphonekey", key(i), NOTHING);
    }
    return store;
  }

  private static String key(int i) {
    return new UUID(i, 31L * i).toString();
  }

  private static long usedMemory() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }

  @Test
  void keepsLongKeysInConstantSpace() throws Exception {
    List<Idempotency> kept = new ArrayList<>();
    long before = usedMemory();
    Idempotency large = Idempotency.inMemory();
    for (int i = 0; i < 1_000; i++) {
      large.once("bell", "x".repeat(100_000) + i, NOTHING);
    }
    kept.add(large);

    assertThat(usedMemory() - before).isLessThan(10 << 20); // the keys are 100 MB
    assertThat(kept).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void refusesToKeepNoKeys(int maxKeys) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Idempotency.inMemory(maxKeys, Duration.ofHours(1), System::nanoTime))
        .withMessageContaining("at least 1");
  }

  @Test
  void refusesAnAgeThatIsNotPositiveAndNoClock() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Idempotency.inMemory(1, Duration.ZERO, System::nanoTime));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Idempotency.inMemory(1, Duration.ofHours(-1), System::nanoTime));
    assertThatNullPointerException()
        .isThrownBy(() -> Idempotency.inMemory(1, Duration.ofHours(1), null));
  }

  @Test
  void acceptsAnAgeBeyondTheRangeOfNanoseconds() throws Exception {
    Idempotency endless =
        Idempotency.inMemory(1, Duration.ofSeconds(Long.MAX_VALUE), System::nanoTime);

    endless.once("bell", "a", NOTHING);

    assertThat(endless.once("bell", "a", NOTHING)).isEqualTo(DUPLICATE);
  }
}
