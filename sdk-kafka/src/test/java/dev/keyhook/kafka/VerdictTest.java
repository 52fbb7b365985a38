package dev.keyhook.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictTest {

  @Test
  void findsNothingWhereEveryEventIsHandledOnceAndInOrder() {
    assertThat(Verdict.of(List.of("a-0", "b-0", "a-1"), List.of("b-0", "a-0", "a-1")))
        .isEqualTo(new Verdict(List.of(), List.of(), List.of()));
  }

  @Test
  void findsLostRepeatedAndDisorderedEvents() {
    assertThat(Verdict.of(List.of("a-0", "a-1", "a-2"), List.of("a-2", "a-0", "b-0", "b-0")))
        .isEqualTo(new Verdict(List.of("a-1"), List.of("b-0"), List.of("a-0")));
  }
}
