package dev.keyhook.internal.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

  private static final Backoff MIDDLE = new Backoff(() -> 0.5);

  @Test
  void doublesFromASecondToAnHour() {
    assertThat(IntStream.rangeClosed(1, 14).mapToObj(MIDDLE::after).map(Duration::toSeconds))
        .containsExactly(
            1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 512L, 1024L, 2048L, 3600L, 3600L);
    assertThat(MIDDLE.after(Integer.MAX_VALUE)).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void variesByAFifth() {
    assertThat(new Backoff(() -> 0).after(1)).isEqualTo(Duration.ofMillis(800));
    assertThat(new Backoff(() -> 1).after(1)).isEqualTo(Duration.ofMillis(1200));
  }

  @Test
  void takesAboutADayFor36AttemptsAndHalfAnHourFor12() {
    assertThat(untilAttempt(36)).isBetween(Duration.ofHours(23), Duration.ofHours(26));
    assertThat(untilAttempt(12)).isBetween(Duration.ofMinutes(33), Duration.ofMinutes(37));
  }

  private static Duration untilAttempt(int number) {
    return IntStream.range(1, number).mapToObj(MIDDLE::after).reduce(Duration.ZERO, Duration::plus);
  }
}
