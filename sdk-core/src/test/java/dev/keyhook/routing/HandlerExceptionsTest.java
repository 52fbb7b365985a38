package dev.keyhook.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.keyhook.KeyhookException;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandlerExceptionsTest {

  private final IOException cause = new IOException("down");

  @Test
  void retryLaterSaysWhen() {
    RetryLaterException later = new RetryLaterException(Duration.ofMinutes(2), cause);

    assertThat(later.delay()).isEqualTo(Duration.ofMinutes(2));
    assertThat(later).hasMessage("Retry after PT2M").hasCause(cause);
    assertThat(new RetryLaterException(Duration.ofNanos(1))).hasNoCause();
    assertThat(later).isInstanceOf(KeyhookException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-0.000000001S", "PT-1H"})
  void retryLaterRefusesADelayThatIsNotPositive(String delay) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RetryLaterException(Duration.parse(delay)))
        .withMessageContaining("more than zero");
  }

  @Test
  void nonRetryableSaysWhy() {
    assertThat(new NonRetryableException("no such lock")).hasMessage("no such lock").hasNoCause();
    assertThat(new NonRetryableException("no such lock", cause))
        .hasMessage("no such lock")
        .hasCause(cause)
        .isInstanceOf(KeyhookException.class);
  }
}
