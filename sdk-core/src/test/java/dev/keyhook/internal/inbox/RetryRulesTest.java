package dev.keyhook.internal.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhook.MissingFieldException;
import dev.keyhook.routing.NonRetryableException;
import dev.keyhook.routing.RetryLaterException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class RetryRulesTest {

  private static final Instant STORED = Instant.parse("2026-11-24T12:00:00Z");

  private static RetryRules rulesAfter(Duration age) {
    return new RetryRules(
        new Backoff(() -> 0.5),
        3,
        Duration.ofHours(1),
        Clock.fixed(STORED.plus(age), ZoneOffset.UTC));
  }

  private static final RetryRules RULES = rulesAfter(Duration.ofHours(24));

  @Test
  void retriesWithBackoffUntilTheLastAttempt() {
    assertThat(RULES.delayAfter(new IllegalStateException(), 2, STORED))
        .contains(Duration.ofSeconds(2));
    assertThat(RULES.delayAfter(new IllegalStateException(), 3, STORED)).isEmpty();
  }

  @Test
  void givesUpAtOnceWhatNoRetryCanRepair() {
    assertThat(RULES.delayAfter(new NonRetryableException("no"), 1, STORED)).isEmpty();
    assertThat(RULES.delayAfter(new MissingFieldException("/id"), 1, STORED)).isEmpty();
  }

  @Test
  void doesNotGiveUpAHandlerThatAsksForLaterByTheNumberOfAttempts() {
    RetryLaterException later = new RetryLaterException(Duration.ofMinutes(7));
    assertThat(RULES.delayAfter(later, 1000, STORED)).contains(Duration.ofMinutes(7));
    RetryRules dayLater = rulesAfter(Duration.ofHours(24).plusMillis(1));
    assertThat(dayLater.delayAfter(later, 2, STORED)).contains(Duration.ofMinutes(7));
    assertThat(dayLater.delayAfter(later, 3, STORED)).isEmpty();
  }

  @Test
  void cutsDelaysThatAHandlerAsksFor() {
    assertThat(RULES.delayAfter(new RetryLaterException(Duration.ofDays(9)), 1, STORED))
        .contains(Duration.ofHours(1));
  }
}
