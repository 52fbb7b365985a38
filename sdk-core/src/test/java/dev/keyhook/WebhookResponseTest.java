package dev.keyhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookResponseTest {

  private static final byte[] CHALLENGE = "s3cret-challenge".getBytes(UTF_8);

  @Test
  void hasNoBodyUnlessOneIsGiven() {
    WebhookResponse response = WebhookResponse.of(503, Map.of("Retry-After", "10"));

    assertThat(response.status()).isEqualTo(503);
    assertThat(response.headers()).containsExactly(Map.entry("Retry-After", "10")).isUnmodifiable();
    assertThat(response.body()).isEmpty();
    assertThat(WebhookResponse.of(204).headers()).isEmpty();
    assertThat(WebhookResponse.of(204).body()).isEmpty();
  }

  @Test
  void keepsItsContentWhenTheCallerChangesTheArguments() {
    byte[] body = CHALLENGE.clone();
    Map<String, String> headers = new HashMap<>(Map.of("Content-Type", "text/plain"));
    WebhookResponse response = WebhookResponse.of(200, headers, body);

    body[0] = 'x';
    response.body()[0] = 'x';
    headers.clear();

    assertThat(response.body()).isEqualTo(CHALLENGE);
    assertThat(response.headers()).containsEntry("Content-Type", "text/plain");
  }

  @Test
  void equalityDependsOnTheContent() {
    assertThat(WebhookResponse.of(204))
        .isEqualTo(WebhookResponse.of(204, Map.of(), new byte[0]))
        .hasSameHashCodeAs(WebhookResponse.of(204, Map.of(), new byte[0]))
        .isNotEqualTo(WebhookResponse.of(200))
        .isNotEqualTo(WebhookResponse.of(204, Map.of("Allow", "POST")))
        .isNotEqualTo(WebhookResponse.of(204, Map.of(), CHALLENGE));
    assertThat(WebhookResponse.of(200, Map.of(), CHALLENGE))
        .isEqualTo(WebhookResponse.of(200, Map.of(), CHALLENGE.clone()))
        .hasSameHashCodeAs(WebhookResponse.of(200, Map.of(), CHALLENGE.clone()));
  }

  @Test
  void printsNoBody() {
    assertThat(WebhookResponse.of(200, Map.of("B", "2", "A", "1"), CHALLENGE))
        .hasToString("WebhookResponse[200, {A=1, B=2}]");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 100, 199, 600})
  void refusesAStatusThatIsNotFinal(int status) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WebhookResponse.of(status))
        .withMessageContaining(String.valueOf(status));
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 599})
  void acceptsTheFirstAndTheLastFinalStatus(int status) {
    assertThat(WebhookResponse.of(status).status()).isEqualTo(status);
  }
}
