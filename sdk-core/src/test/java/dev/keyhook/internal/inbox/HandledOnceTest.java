package dev.keyhook.internal.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyhook.DoorBell;
import dev.keyhook.internal.inbox.HandledOnce.InProgressException;
import dev.keyhook.internal.inbox.HandledOnce.StoreFailedException;
import dev.keyhook.store.Idempotency;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HandledOnceTest {

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5); // wraps around in the test
  private final AtomicInteger calls = new AtomicInteger();
  private boolean isDown;
  private final Idempotency inMemory = Idempotency.inMemory();
  private final HandledOnce handledOnce =
      new HandledOnce(
          (endpoint, key, work) -> {
            if (isDown) {
              throw new IOException("down");
            }
            return inMemory.once(endpoint, key, work);
          },
          nanos::get);

  private Duration delayAfterFailure() {
    StoreFailedException failure =
        catchThrowableOfType(
            StoreFailedException.class,
            () -> handledOnce.run("bells", "1", transaction -> calls.incrementAndGet()));
    assertThat(failure).hasCauseInstanceOf(IOException.class);
    return failure.retryIn();
  }

  @Test
  void waitsLongerTheLongerTheStoreIsDownAndThenRunsTheHandler() throws Exception {
    isDown = true;
    assertThat(delayAfterFailure()).isEqualTo(Duration.ofSeconds(1));
    nanos.addAndGet(Duration.ofSeconds(4).toNanos());
    assertThat(delayAfterFailure()).isEqualTo(Duration.ofSeconds(4));
    nanos.addAndGet(Duration.ofHours(9).toNanos());
    assertThat(delayAfterFailure()).isEqualTo(Duration.ofSeconds(30));
    assertThat(calls).hasValue(0);

    isDown = false;
    handledOnce.run("bells", "1", transaction -> calls.incrementAndGet());
    assertThat(calls).hasValue(1);
    isDown = true;
    assertThat(delayAfterFailure()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void throwsWhatTheHandlerThrows() {
    IOException failure = new IOException("the handler's");
    assertThatThrownBy(
            () ->
                handledOnce.run(
                    "bells",
                    "1",
                    transaction -> {
                      throw failure;
                    }))
        .isSameAs(failure);
  }

  @Test
  void saysThatAnotherCallerHasTheEvent() throws Exception {
    handledOnce.run(
        "bells",
        "1",
        transaction ->
            assertThatThrownBy(() -> handledOnce.run("bells", "1", inner -> {}))
                .isInstanceOf(InProgressException.class));
  }

  @Test
  void keysTellReplaysAndEventsWithoutIdApart() {
    assertThat(HandledOnce.key(DoorBell.event("type=rung;id=1"), "unique", null)).isEqualTo("1");
    assertThat(HandledOnce.key(DoorBell.event("type=rung;id=1"), "unique", "r"))
        .isEqualTo("1\0replay r");
    assertThat(HandledOnce.key(DoorBell.event("type=rung"), "unique", null)).isEqualTo("\0unique");
  }
}
