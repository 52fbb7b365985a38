package dev.keyhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WebhookRequestTest {

  private static final byte[] BODY = "{\"pin\":\"1234\"}".getBytes(UTF_8);

  @Test
  void findsHeadersInAnyLetterCase() {
    WebhookRequest request =
        WebhookRequest.of("post", Map.of("WebHook-Signature", List.of("a", "b")), BODY);

    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.header("webhook-signature")).containsExactly("a", "b");
    assertThat(request.header("WEBHOOK-SIGNATURE")).containsExactly("a", "b");
    assertThat(request.header("webhook")).isEmpty();
  }

  @Test
  void seesAHeaderThatComesUnderTwoSpellings() {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    headers.put("X-Key", List.of("a"));
    headers.put("x-key", List.of("b"));

    WebhookRequest request = WebhookRequest.of("POST", headers, BODY);

    assertThat(request.header("X-KEY")).containsExactly("a", "b");
    assertThat(request.headerNames()).containsExactly("x-key");
  }

  @Test
  void livesWithWhatHttpLibrariesPutIntoTheirMaps() {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    headers.put(null, List.of("HTTP/1.1 200"));
    headers.put("Empty", null);
    headers.put("X-Key", Arrays.asList("a", null));

    WebhookRequest request = WebhookRequest.of("POST", headers, BODY);

    assertThat(request.headerNames()).containsExactly("x-key");
    assertThat(request.header("x-key")).containsExactly("a", "");
  }

  @Test
  void keepsItsBytesWhateverHappensToOthers() {
    byte[] body = BODY.clone();
    WebhookRequest request = WebhookRequest.of("POST", Map.of(), body);

    body[0] = 'x';
    request.body()[1] = 'x';

    assertThat(request.body()).isEqualTo(BODY);
    assertThat(request.bodySize()).isEqualTo(BODY.length);
    assertThat(request.bodyBuffer().isReadOnly()).isTrue();
    assertThat(request.bodyBuffer().remaining()).isEqualTo(BODY.length);
  }

  @Test
  void printsSizesOnly() {
    WebhookRequest request = WebhookRequest.of("POST", Map.of("X-Key", List.of("s3cret")), BODY);

    assertThat(request).hasToString("WebhookRequest[1 headers, 14 bytes]");
  }
}
