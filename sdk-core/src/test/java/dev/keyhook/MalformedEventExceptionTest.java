package dev.keyhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.keyhook.MalformedEventException.Reason;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MalformedEventExceptionTest {

  @Test
  void tellsReasonAndPlaceAsFieldsAndInItsMessage() {
    MalformedEventException malformed =
        new MalformedEventException(Reason.TRAILING_BYTES, 17, "More bytes follow");

    assertThat(malformed.reason()).isEqualTo(Reason.TRAILING_BYTES);
    assertThat(malformed.byteOffset()).isEqualTo(17);
    assertThat(malformed).hasMessage("More bytes follow (TRAILING_BYTES at byte 17)").hasNoCause();
    assertThat(malformed).isInstanceOf(KeyhookException.class);
  }

  @Test
  void tellsDocumentsThatSayTheWrongThingFromBytesThatAreNoDocument() {
    assertThat(Arrays.stream(Reason.values()).filter(Reason::isJson))
        .containsExactly(
            Reason.NOT_AN_OBJECT, Reason.NO_TYPE, Reason.NO_PAYLOAD, Reason.OLD_VERSION);
  }

  @Test
  void wantsAReason() {
    assertThatNullPointerException()
        .isThrownBy(() -> new MalformedEventException(null, 0, "No reason"));
  }
}
