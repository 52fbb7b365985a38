package dev.keyhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.keyhook.MalformedEventException.Reason;
import org.junit.jupiter.api.Test;

class MalformedEventExceptionTest {

  @Test
  void namesReasonAndByteOffset() {
    MalformedEventException malformed =
        new MalformedEventException(Reason.TRAILING_BYTES, 17, "More bytes follow");

    assertThat(malformed.reason()).isEqualTo(Reason.TRAILING_BYTES);
    assertThat(malformed.byteOffset()).isEqualTo(17);
    assertThat(malformed).hasMessage("More bytes follow (TRAILING_BYTES at byte 17)").hasNoCause();
    assertThat(malformed).isInstanceOf(KeyhookException.class);
  }

  @Test
  void requiresAReason() {
    assertThatNullPointerException()
        .isThrownBy(() -> new MalformedEventException(null, 0, "No reason"));
  }
}
