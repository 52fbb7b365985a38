package dev.keyhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookResponseTest {

  @Test
  void hasStatusAndHeadersAndNoBody() {
    WebhookResponse response = WebhookResponse.of(503, Map.of("Retry-After", "10"));

    assertThat(response.status()).isEqualTo(503);
    assertThat(response.headers()).containsExactly(Map.entry("Retry-After", "10"));
    assertThat(response.body()).isEmpty();
    assertThat(response).hasToString("WebhookResponse[503, {Retry-After=10}]");
  }

  @Test
  void equalsByContent() {
    assertThat(WebhookResponse.of(204))
        .isEqualTo(WebhookResponse.of(204, Map.of()))
        .hasSameHashCodeAs(WebhookResponse.of(204, Map.of()))
        .isNotEqualTo(WebhookResponse.of(200))
        .isNotEqualTo(WebhookResponse.of(204, Map.of("Allow", "POST")));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 100, 199, 600})
  void refusesWhatIsNoFinalStatus(int status) {
    assertThatIllegalArgumentException().isThrownBy(() -> WebhookResponse.of(status));
  }
}
