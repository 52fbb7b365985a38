package dev.keyhook.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.keyhook.store.Transaction;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EventContextTest {

  private static final Instant RECEIVED = Instant.parse("2026-11-22T10:00:00Z");

  @Test
  void isAFirstAttemptReceivedNowByDefault() {
    Instant before = Instant.now();
    EventContext context = EventContext.builder("sqs").build();

    assertThat(context.endpoint()).isEqualTo("sqs");
    assertThat(context.attempt()).isEqualTo(1);
    assertThat(context.receivedAt()).isBetween(before, Instant.now());
    assertThat(context.isReplay()).isFalse();
    assertThat(context.isStale()).isFalse();
    assertThat(context).hasToString("EventContext[sqs, attempt 1]");
  }

  @Test
  void hasTheValuesOfItsBuilder() {
    EventContext context =
        EventContext.builder("inbox")
            .attempt(7)
            .receivedAt(RECEIVED)
            .replay(true)
            .stale(true)
            .transaction(Transaction.of(CharSequence.class, "writes"))
            .build();

    assertThat(context.attempt()).isEqualTo(7);
    assertThat(context.receivedAt()).isEqualTo(RECEIVED);
    assertThat(context.isReplay()).isTrue();
    assertThat(context.isStale()).isTrue();
    assertThat(context.transaction(CharSequence.class)).isEqualTo("writes");
    assertThat(context).hasToString("EventContext[inbox, attempt 7, replay]");
  }

  @Test
  void saysHowToGetATransaction() {
    assertThatIllegalStateException()
        .isThrownBy(() -> EventContext.builder("sqs").build().transaction(String.class))
        .withMessageContaining("There is no transaction")
        .withMessageContaining("EventContext.builder(endpoint).transaction(...)");
  }

  @Test
  void refusesInvalidValues() {
    EventContext.Builder builder = EventContext.builder("sqs");

    assertThatIllegalArgumentException().isThrownBy(() -> EventContext.builder(" "));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.attempt(0))
        .withMessageContaining("at least 1");
    assertThatNullPointerException().isThrownBy(() -> builder.receivedAt(null));
    assertThatNullPointerException().isThrownBy(() -> builder.transaction(null));
    assertThatNullPointerException().isThrownBy(() -> builder.build().transaction(null));
  }
}
