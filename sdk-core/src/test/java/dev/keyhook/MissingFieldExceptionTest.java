package dev.keyhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import org.junit.jupiter.api.Test;

class MissingFieldExceptionTest {

  @Test
  void saysWhichFieldIsMissingAndWhereToLook() {
    MissingFieldException missing = new MissingFieldException("/detail/data/lockId");

    assertThat(missing.pointer()).isEqualTo("/detail/data/lockId");
    assertThat(missing)
        .hasMessageContaining("/detail/data/lockId")
        .hasMessageContaining("deviations()")
        .hasNoCause()
        .isInstanceOf(KeyhookException.class);
  }

  @Test
  void requiresAPointer() {
    assertThatNullPointerException().isThrownBy(() -> new MissingFieldException(null));
  }
}
