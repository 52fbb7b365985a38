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
  void readsUpToTheLimit() throws Exception {
    assertThat(BoundedBody.read(bytes(0), -1, 10)).isEmpty();
    assertThat(BoundedBody.read(bytes(10), -1, 10)).hasSize(10);
    assertThat(BoundedBody.read(bytes(10), 10, 10)).hasSize(10);
    assertThat(BoundedBody.read(bytes(11), -1, 10)).isNull();
    assertThat(BoundedBody.read(bytes(5), 5, Integer.MAX_VALUE)).hasSize(5);
  }

  @Test
  void readsNothingOfABodyThatSaysItIsTooLarge() throws Exception {
    InputStream in = bytes(11);

    assertThat(BoundedBody.read(in, 11, 10)).isNull();
    assertThat(in.available()).isEqualTo(11);
  }

  @Test
  void takesNoPartForTheWhole() {
    // Some servers end the stream quietly when the connection breaks.
    assertThatIOException().isThrownBy(() -> BoundedBody.read(bytes(9), 10, 10));
  }
}
