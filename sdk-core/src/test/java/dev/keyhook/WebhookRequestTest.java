package dev.keyhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ReadOnlyBufferException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookRequestTest {

  private static final byte[] BODY = "{\"pin\":\"1234\"}".getBytes(UTF_8);

  @ParameterizedTest
  @ValueSource(strings = {"POST", "post", "Post", "options", "", "ü"})
  void keepsTheMethodAsSent(String method) {
    assertThat(WebhookRequest.of(method, Map.of(), BODY).method()).isEqualTo(method);
    assertThat(WebhookRequest.builder(method).build().method()).isEqualTo(method);
  }

  @Test
  void keepsTheTargetAsSent() {
    assertThat(WebhookRequest.builder("POST").target("/hooks/a%20b?env=test&x=%2F").build())
        .extracting(WebhookRequest::target)
        .isEqualTo(Optional.of("/hooks/a%20b?env=test&x=%2F"));
    assertThat(WebhookRequest.builder("POST").build().target()).isEmpty();
    assertThat(WebhookRequest.of("POST", Map.of(), BODY).target()).isEmpty();
  }

  @Test
  void isBuiltWithoutHeadersAndBodyUnlessTheyAreSet() {
    WebhookRequest request = WebhookRequest.builder("GET").build();

    assertThat(request.headerNames()).isEmpty();
    assertThat(request.body()).isEmpty();
    assertThat(request.bodySize()).isZero();
  }

  @Test
  void isBuiltWithRepeatedHeadersInTheirOrder() {
    WebhookRequest request =
        WebhookRequest.builder("POST")
            .header("X-Key", "a")
            .header("Other", "")
            .header("x-key", "b")
            .header("X-KEY", "a")
            .body(BODY)
            .build();

    assertThat(request.header("X-Key")).containsExactly("a", "b", "a").isUnmodifiable();
    assertThat(request.header("other")).containsExactly("").isUnmodifiable();
    assertThat(request.header("absent")).isEmpty();
    assertThat(request.headerNames()).containsExactly("other", "x-key");
    assertThat(request.body()).isEqualTo(BODY);
  }

  @Test
  void doesNotChangeWithItsBuilder() {
    WebhookRequest.Builder builder = WebhookRequest.builder("POST").header("A", "1");
    WebhookRequest before = builder.build();

    builder.header("B", "2").target("/later").body(BODY);

    assertThat(before.headerNames()).containsExactly("a");
    assertThat(before.target()).isEmpty();
    assertThat(before.bodySize()).isZero();
  }

  @Test
  void findsHeadersInAnyLetterCase() {
    WebhookRequest request =
        WebhookRequest.of("POST", Map.of("WebHook-Signature", List.of("a", "b")), BODY);

    assertThat(request.header("webhook-signature")).containsExactly("a", "b");
    assertThat(request.header("WEBHOOK-SIGNATURE")).containsExactly("a", "b");
    assertThat(request.header("webhook")).isEmpty();
  }

  @Test
  void findsAHeaderThatOccursUnderTwoSpellings() {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    headers.put("X-Key", List.of("a"));
    headers.put("x-key", List.of("b"));

    WebhookRequest request = WebhookRequest.of("POST", headers, BODY);

    assertThat(request.header("X-KEY")).containsExactly("a", "b");
    assertThat(request.headerNames()).containsExactly("x-key");
  }

  @Test
  void acceptsAMapOfStringsAsOfLists() {
    Map<String, String> plain = Map.of("X-Key", "a, b", "Content-Type", "application/json");
    Map<String, Object> mixed = Map.of("X-Key", Set.of("a"), "Other", "b");

    WebhookRequest request = WebhookRequest.of("POST", plain, BODY);

    assertThat(request.header("x-key")).containsExactly("a, b");
    assertThat(request.header("content-type")).containsExactly("application/json");
    assertThat(WebhookRequest.of("POST", mixed, BODY).header("x-key")).containsExactly("a");
    assertThat(WebhookRequest.of("POST", mixed, BODY).header("other")).containsExactly("b");
  }

  @Test
  void refusesHeaderValuesOfOtherTypesWithoutPrintingThem() {
    for (Object value : List.of(4711, new String[] {"4711"}, List.of(4711))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> WebhookRequest.of("POST", Map.of("X-Key", value), BODY))
          .withMessageContaining("must be a String or an Iterable of Strings")
          .withMessageNotContaining("4711");
    }
  }

  @Test
  void acceptsWhatHttpLibrariesPutIntoTheirMaps() {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    headers.put(null, List.of("HTTP/1.1 200"));
    headers.put("Empty", null);
    headers.put("X-Key", Arrays.asList("a", null));

    WebhookRequest request = WebhookRequest.of("POST", headers, BODY);

    assertThat(request.headerNames()).containsExactly("x-key");
    assertThat(request.header("x-key")).containsExactly("a", "");
  }

  @Test
  void findsManyValuesWithLinearAllocation() {
    WebhookRequest.Builder builder = WebhookRequest.builder("POST");
    for (int i = 0; i < 20_000; i++) {
      builder.header("X-Key", "a");
    }
    WebhookRequest request = builder.build();

    long before = allocatedBytes();
    List<String> values = request.header("x-key");
    long allocated = allocatedBytes() - before;

    assertThat(values).hasSize(20_000);
    // A copy for each value would be 4 * 20,000 * 20,000 / 2 bytes, which is 800 MB.
    assertThat(allocated).isLessThan(4 << 20);
  }

  private static long allocatedBytes() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }

  @Test
  void keepsItsBytesWhenTheCallerChangesTheArrays() {
    byte[] body = BODY.clone();
    WebhookRequest request = WebhookRequest.of("POST", Map.of(), body);

    body[0] = 'x';
    request.body()[1] = 'x';

    assertThat(request.body()).isEqualTo(BODY);
    assertThat(request.bodySize()).isEqualTo(BODY.length);
    assertThat(request.bodyBuffer().remaining()).isEqualTo(BODY.length);
    assertThatExceptionOfType(ReadOnlyBufferException.class)
        .isThrownBy(() -> request.bodyBuffer().put((byte) 'x'));
  }

  @Test
  void printsSizesOnly() {
    WebhookRequest request =
        WebhookRequest.builder("POST")
            .target("/hooks?token=s3cret")
            .header("X-Key", "s3cret")
            .body(BODY)
            .build();

    assertThat(request).hasToString("WebhookRequest[1 headers, 14 bytes]");
  }

  @Test
  void refusesNull() {
    WebhookRequest.Builder builder = WebhookRequest.builder("POST");

    assertThatNullPointerException().isThrownBy(() -> WebhookRequest.builder(null));
    assertThatNullPointerException().isThrownBy(() -> builder.target(null));
    assertThatNullPointerException().isThrownBy(() -> builder.header(null, "a"));
    assertThatNullPointerException().isThrownBy(() -> builder.header("a", null));
    assertThatNullPointerException().isThrownBy(() -> builder.body(null));
  }
}
