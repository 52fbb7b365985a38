package dev.keyhook.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhook.WebhookRequest;
import dev.keyhook.WebhookResponse;
import dev.keyhook.routing.InboxListener;
import dev.keyhook.store.InboxEntry;
import dev.keyhook.store.InboxUnavailableException;
import dev.keyhook.webhooks.WebhookReceiver;
import dev.keyhook.webhooks.verification.InsecureVerification;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** While the writer is busy, callers of {@code append} wait for their turn or are refused. */
@Timeout(value = 2, unit = TimeUnit.MINUTES) // a caller that is not refused waits for an hour
class AppendQueueTest {

  @TempDir Path folder;

  /** Keeps the thread of the writer busy after its first commit until the test releases it. */
  private static final class BusyListener implements InboxListener {

    private final CountDownLatch isBusy = new CountDownLatch(1);
    private final CountDownLatch mayContinue = new CountDownLatch(1);
    private final List<Integer> failedAppends = new CopyOnWriteArrayList<>();

    @Override
    public void appendFailed(int entries, Throwable cause) {
      failedAppends.add(entries);
    }

    @Override
    public void appended(String endpoint, int stored, int duplicates) {
      isBusy.countDown();
      try {
        assertThat(mayContinue.await(60, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private final BusyListener listener = new BusyListener();
  private final List<Thread> callers = new ArrayList<>();
  private final List<Throwable> failures = new ArrayList<>();
  private JdbcInbox inbox;

  @BeforeEach
  void openWithABusyWriter() throws Exception {
    inbox =
        JdbcInbox.builder(folder.resolve("keyhook.db"))
            .listener(listener)
            .appendTimeout(Duration.ofHours(1)) // a refusal must not wait for it
            .open();
    inbox.append(List.of(Ring.of("first", "another door", "first").entry()));
    assertThat(listener.isBusy.await(30, TimeUnit.SECONDS)).isTrue();
  }

  @AfterEach
  void close() {
    listener.mayContinue.countDown();
    inbox.close();
  }

  private void queue(String name, int entries) {
    queue(
        IntStream.range(0, entries)
            .mapToObj(i -> Ring.of(name + "-" + i, "door", name + "-" + i).entry())
            .toList());
  }

  /** Starts a caller, and waits until its entries are in the queue. */
  private void queue(List<InboxEntry> entries) {
    Thread caller = new Thread(() -> inbox.append(entries));
    caller.setUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
    callers.add(caller);
    caller.start();
    while (caller.getState() != Thread.State.TIMED_WAITING) {
      assertThat(caller.isAlive()).isTrue();
      Thread.onSpinWait();
    }
  }

  private void letTheWriterContinue() throws InterruptedException {
    listener.mayContinue.countDown();
    for (Thread caller : callers) {
      caller.join();
    }
    assertThat(failures).isEmpty();
  }

  private List<String> idsInOrder() {
    return InboxAdmin.of(inbox).list(InboxFilter.all().subject("door"), 100_000).stream()
        .sorted(Comparator.comparing(InboxEvent::position))
        .map(event -> event.id().orElseThrow())
        .toList();
  }

  @Test
  void storesWaitingCallersInTheOrderOfTheirArrivalHoweverMuchEachBrings() throws Exception {
    List<String> expected = new ArrayList<>();
    for (int caller = 0; caller < 8; caller++) {
      String name = "caller" + caller;
      int entries = caller % 2 == 0 ? 600 : 1; // more than one transaction in total
      queue(name, entries);
      IntStream.range(0, entries).forEach(i -> expected.add(name + "-" + i));
    }
    letTheWriterContinue();
    assertThat(idsInOrder()).isEqualTo(expected);
  }

  @Test
  void refusesAtOnceWhileTheQueueIsFullAndLosesNothing() throws Exception {
    WebhookReceiver receiver =
        WebhookReceiver.builder(Ring.ENDPOINT, InsecureVerification.acceptEveryone(), Ring.PARSER)
            .inbox(inbox)
            .build();
    WebhookRequest delivery =
        WebhookRequest.builder("POST").body(Ring.of("late", "door", "late").body()).build();
    queue("one", 5_000);
    queue("two", 5_000);

    WebhookResponse refused = receiver.receive(delivery);
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.headers()).containsKey("Retry-After");
    assertThatThrownBy(() -> inbox.append(List.of(Ring.of("later", "door", "later").entry())))
        .isInstanceOf(InboxUnavailableException.class)
        .hasMessageContaining("10000");
    assertThat(listener.failedAppends).containsExactly(1, 1);

    letTheWriterContinue();
    assertThat(receiver.receive(delivery).status()).isEqualTo(204);
    List<String> stored = idsInOrder();
    assertThat(stored).hasSize(10_001).doesNotHaveDuplicates().doesNotContain("later");
    assertThat(stored.subList(0, 5_000)).allMatch(id -> id.startsWith("one-"));
    assertThat(stored.get(10_000)).isEqualTo("late");
  }

  @Test
  void refusesAtOnceWhileTheQueueHoldsTooManyBytes() throws Exception {
    String mebibyte = "x".repeat(1 << 20);
    for (int i = 0; i < 63; i++) {
      queue(List.of(Ring.of("large" + i, "door", mebibyte).entry()));
    }
    assertThatThrownBy(
            () -> inbox.append(List.of(Ring.of("late", "door", mebibyte + mebibyte).entry())))
        .isInstanceOf(InboxUnavailableException.class);
    letTheWriterContinue();
    inbox.append(List.of(Ring.of("late", "door", mebibyte).entry()));
    assertThat(idsInOrder()).hasSize(64);
  }
}
