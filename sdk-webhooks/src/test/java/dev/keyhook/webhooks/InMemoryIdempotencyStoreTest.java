package dev.keyhook.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.keyhook.webhooks.IdempotencyStore.Claim;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

class InMemoryIdempotencyStoreTest {

  private static final int KEYS = 20_000;

  private final SettableClock clock = new SettableClock();
  private final IdempotencyStore store = IdempotencyStore.inMemory(3, Duration.ofHours(1), clock);

  @Test
  void givesAKeyToTheFirst() {
    assertThat(store.claim("a")).isEqualTo(Claim.FIRST);
    assertThat(store.claim("a")).isEqualTo(Claim.IN_PROGRESS);
    assertThat(store.claim("b")).isEqualTo(Claim.FIRST);
  }

  @Test
  void remembersWhatIsDone() {
    store.claim("a");
    store.complete("a");

    assertThat(store.claim("a")).isEqualTo(Claim.DONE);
    assertThat(store.claim("a")).isEqualTo(Claim.DONE);
  }

  @Test
  void givesAReleasedKeyAgain() {
    store.claim("a");
    store.release("a");

    assertThat(store.claim("a")).isEqualTo(Claim.FIRST);
  }

  @Test
  void releasingWhatIsDoneChangesNothing() {
    store.claim("a");
    store.complete("a");
    store.release("a");

    assertThat(store.claim("a")).isEqualTo(Claim.DONE);
  }

  @Test
  void forgetsTheOldestWhenThereAreTooMany() {
    for (String key : new String[] {"a", "b", "c", "d"}) {
      store.claim(key);
      store.complete(key);
    }

    assertThat(store.claim("b")).isEqualTo(Claim.DONE);
    assertThat(store.claim("d")).isEqualTo(Claim.DONE);
    assertThat(store.claim("a")).isEqualTo(Claim.FIRST);
  }

  @Test
  void forgetsWhatIsTooOld() {
    store.claim("a");
    store.complete("a");
    clock.advance(Duration.ofMinutes(59));
    store.claim("b");
    store.complete("b");
    assertThat(store.claim("a")).isEqualTo(Claim.DONE);

    clock.advance(Duration.ofMinutes(2));

    assertThat(store.claim("a")).isEqualTo(Claim.FIRST);
    assertThat(store.claim("b")).isEqualTo(Claim.DONE);
  }

  @Test
  void neverForgetsWhatIsBeingHandled() {
    store.claim("slow");
    clock.advance(Duration.ofDays(100));
    for (int i = 0; i < 10; i++) {
      store.claim("fast-" + i);
      store.complete("fast-" + i);
    }

    assertThat(store.claim("slow")).isEqualTo(Claim.IN_PROGRESS);
  }

  @Test
  void livesWithAClockThatIsSetBack() {
    store.claim("a");
    store.complete("a");
    clock.advance(Duration.ofDays(-1));

    assertThat(store.claim("a")).isEqualTo(Claim.DONE);
  }

  @Test
  void tellsKeysOfAnyContentApart() {
    String[] keys = {"", "a", "A", "ä", "\ud800", "\ud801", "?", "x".repeat(100_000), "\u0000"};
    IdempotencyStore large = IdempotencyStore.inMemory();
    for (String key : keys) {
      assertThat(large.claim(key)).isEqualTo(Claim.FIRST);
      large.complete(key);
    }
    for (String key : keys) {
      assertThat(large.claim(key)).isEqualTo(Claim.DONE);
    }
  }

  @Test
  void givesEachKeyToOneOfManyThreads() throws Exception {
    IdempotencyStore shared = IdempotencyStore.inMemory(1000, Duration.ofHours(1), clock);
    AtomicIntegerArray firsts = new AtomicIntegerArray(KEYS);
    inFourThreads(
        key -> {
          if (shared.claim("key-" + key) == Claim.FIRST) {
            firsts.incrementAndGet(key);
          }
        });

    for (int key = 0; key < KEYS; key++) {
      assertThat(firsts.get(key)).isEqualTo(1);
    }
  }

  @Test
  void givesNoKeyAgainThatOneOfManyThreadsHasCompleted() throws Exception {
    IdempotencyStore shared = IdempotencyStore.inMemory(KEYS, Duration.ofHours(1), clock);
    AtomicIntegerArray firsts = new AtomicIntegerArray(KEYS);
    inFourThreads(
        key -> {
          Claim claim = shared.claim("key-" + key);
          assertThat(claim).isNotNull();
          if (claim == Claim.FIRST) {
            firsts.incrementAndGet(key);
            shared.complete("key-" + key);
          }
        });

    for (int key = 0; key < KEYS; key++) {
      assertThat(firsts.get(key)).isEqualTo(1);
      assertThat(shared.claim("key-" + key)).isEqualTo(Claim.DONE);
    }
  }

  @Test
  void forgetsTheOldestOfManyThreads() throws Exception {
    IdempotencyStore shared = IdempotencyStore.inMemory(100, Duration.ofHours(1), clock);
    inFourThreads(key -> shared.complete("key-" + key));
    shared.complete("last");

    int known = 0;
    for (int key = 0; key < KEYS; key++) {
      known += shared.claim("key-" + key) == Claim.DONE ? 1 : 0;
    }
    // Completed four times, by each thread, so a key may stand in for others.
    assertThat(known).isBetween(20, 99);
    assertThat(shared.claim("last")).isEqualTo(Claim.DONE);
  }

  private static void inFourThreads(IntConsumer work) throws Exception {
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
  void holdsAHundredThousandKeysInLessThanSixteenMegabytes() {
    // Two stores one after the other, so that classes and buffers are not counted.
    filled();
    long before = usedMemory();
    IdempotencyStore store = filled();
    long used = usedMemory() - before;

    assertThat(store.claim(key(0))).isEqualTo(Claim.DONE);
    assertThat(used).isLessThan(16 << 20);
  }

  private static IdempotencyStore filled() {
    IdempotencyStore store = IdempotencyStore.inMemory();
    for (int i = 0; i < 100_000; i++) {
      store.claim(key(i));
      store.complete(key(i));
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
  void refusesBoundsThatBoundNothing() {
    Clock utc = Clock.systemUTC();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> IdempotencyStore.inMemory(0, Duration.ofHours(1), utc));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> IdempotencyStore.inMemory(1, Duration.ZERO, utc));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> IdempotencyStore.inMemory(1, Duration.ofHours(-1), utc));
    assertThatNullPointerException()
        .isThrownBy(() -> IdempotencyStore.inMemory(1, Duration.ofHours(1), null));
    IdempotencyStore endless =
        IdempotencyStore.inMemory(1, Duration.ofSeconds(Long.MAX_VALUE), utc);
    endless.claim("a");
    endless.complete("a");
    assertThat(endless.claim("a")).isEqualTo(Claim.DONE);
  }
}
