package dev.keyhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import org.junit.jupiter.api.Test;

class VerifiedDeliveryTest {

  private static final WebhookRequest REQUEST =
      WebhookRequest.builder("POST")
          .target("/hooks/a?env=test")
          .header("Content-Type", "application/json")
          .header("X-Key", "a")
          .header("x-key", "b")
          .body("[{\"a\":1},{\"b\":2}]".getBytes(UTF_8))
          .build();

  private static final VerifiedDelivery DELIVERY =
      VerifiedDelivery.fromTrustedStorage(REQUEST, "2026-q4");

  @Test
  void isUnchangedAfterStorage() {
    assertThat(DELIVERY.request()).isSameAs(REQUEST);
    assertThat(DELIVERY.body()).isEqualTo(REQUEST.body());
    assertThat(DELIVERY.credential()).isEqualTo("2026-q4");
  }

  @Test
  void aSliceKeepsEverythingButTheRestOfTheBody() {
    VerifiedDelivery part = DELIVERY.slice(9, 7);

    assertThat(new String(part.body(), UTF_8)).isEqualTo("{\"b\":2}");
    assertThat(part.credential()).isEqualTo("2026-q4");
    assertThat(part.request().method()).isEqualTo("POST");
    assertThat(part.request().target()).contains("/hooks/a?env=test");
    assertThat(part.request().headerNames()).containsExactly("content-type", "x-key");
    assertThat(part.request().header("x-key")).containsExactly("a", "b");
    assertThat(DELIVERY.body()).isEqualTo(REQUEST.body());
  }

  @Test
  void slicesUpToItsBounds() {
    int size = REQUEST.bodySize();

    assertThat(DELIVERY.slice(0, size).body()).isEqualTo(REQUEST.body());
    assertThat(DELIVERY.slice(size, 0).body()).isEmpty();
    assertThat(new String(DELIVERY.slice(1, 7).slice(1, 3).body(), UTF_8)).isEqualTo("\"a\"");
    for (int[] range :
        new int[][] {{-1, 1}, {0, size + 1}, {size, 1}, {2, -1}, {Integer.MAX_VALUE, 2}}) {
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> DELIVERY.slice(range[0], range[1]));
    }
  }

  @Test
  void printsItsSizeAndTheLabelOfTheCredential() {
    assertThat(DELIVERY).hasToString("VerifiedDelivery[17 bytes, credential 2026-q4]");
  }

  @Test
  void refusesNull() {
    assertThatNullPointerException()
        .isThrownBy(() -> VerifiedDelivery.fromTrustedStorage(null, "2026-q4"));
    assertThatNullPointerException()
        .isThrownBy(() -> VerifiedDelivery.fromTrustedStorage(REQUEST, null));
  }
}
