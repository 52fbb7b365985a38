package dev.keyhook.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class BoundedBodyTest {

  private static InputStream bytes(int size) {
    return new ByteArrayInputStream(new byte[size]);
  }

  @Test
  void readsABodyUpToTheLimit() throws Exception {
    assertThat(BoundedBody.read(bytes(0), -1, 10)).isEmpty();
    assertThat(BoundedBody.read(bytes(10), -1, 10)).hasSize(10);
    assertThat(BoundedBody.read(bytes(10), 10, 10)).hasSize(10);
    assertThat(BoundedBody.read(bytes(5), 5, Integer.MAX_VALUE)).hasSize(5);
  }

  @Test
  void readsOneByteOverTheLimitAndNoMore() throws Exception {
    InputStream in = bytes(100);

    assertThat(BoundedBody.read(in, -1, 10)).hasSize(11);
    assertThat(in.available()).isEqualTo(89);
    assertThat(BoundedBody.read(bytes(100), 100, 10)).hasSize(11);
  }

  @Test
  void rejectsABodyThatEndsBeforeItsDeclaredLength() {
    // Some servers end the stream without an exception when the connection breaks.
    assertThatIOException()
        .isThrownBy(() -> BoundedBody.read(bytes(9), 10, 10))
        .withMessageContaining("before its declared length");
    assertThatIOException().isThrownBy(() -> BoundedBody.read(bytes(0), 1, 10));
  }
}
