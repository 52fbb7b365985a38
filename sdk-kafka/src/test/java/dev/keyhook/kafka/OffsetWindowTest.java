package dev.keyhook.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OffsetWindowTest {

  @Test
  void commitsUpToTheFirstUnfinishedRecordOnly() {
    OffsetWindow window = new OffsetWindow(10);
    for (long offset : new long[] {10, 11, 14}) {
      window.add(offset);
    }
    window.finish(11);
    assertThat(window.committable()).isEqualTo(10);
    window.finish(10);
    assertThat(window.committable()).isEqualTo(14);
    window.finish(14);
    assertThat(window.committable()).isEqualTo(15);
  }

  @Test
  void holdsOnlyUnfinishedRecordsBehindAStuckOne() {
    OffsetWindow window = new OffsetWindow(0);
    for (long offset = 0; offset < 1000; offset++) {
      window.add(offset);
      if (offset > 0) {
        window.finish(offset);
      }
    }
    assertThat(window.size()).isEqualTo(1);
    assertThat(window.span()).isEqualTo(1000);
  }
}
