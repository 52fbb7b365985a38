package dev.keyhook.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.keyhook.DeliveryVerifier;
import dev.keyhook.DoorBell;
import dev.keyhook.DoorBell.BellEvent;
import dev.keyhook.VerifiedDelivery;
import dev.keyhook.WebhookRequest;
import java.nio.ReadOnlyBufferException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InboxEntryTest {

  private static final Instant RECEIVED = Instant.parse("2026-11-22T10:00:00Z");
  private static final String BODY =
      "type=rung;id=a-1;subject=lock/4321;sequence=7;time=2026-11-22T09:59:58.5Z;pin=1234";

  private static VerifiedDelivery delivery(String body) {
    WebhookRequest request =
        WebhookRequest.builder("POST")
            .target("/hooks?token=s3cret")
            .header("Content-Type", "application/json")
            .header("USER-AGENT", "Amazon/EventBridge")
            .header("traceparent", "00-a-b-01")
            .header("tracestate", "x=1")
            .header("tracestate", "y=2")
            .header("X-Request-Id", "r-1")
            .header("Authorization", "Bearer s3cret")
            .header("X-Api-Key", "s3cret")
            .header("Cookie", "s3cret")
            .header("X-Vendor-Version", "2")
            .body(body.getBytes(UTF_8))
            .build();
    return VerifiedDelivery.fromTrustedStorage(request, "2026-q4");
  }

  private static InboxEntry entry(String body) {
    return InboxEntry.of("bell", RECEIVED, delivery(body), DoorBell.event(body));
  }

  @Test
  void hasTheColumnsOfItsEvent() {
    InboxEntry entry = entry(BODY);

    assertThat(entry.endpoint()).isEqualTo("bell");
    assertThat(entry.receivedAt()).isEqualTo(RECEIVED);
    assertThat(entry.isReadable()).isTrue();
    assertThat(entry.id()).contains("a-1");
    assertThat(entry.type()).contains("rung");
    assertThat(entry.subject()).contains("lock/4321");
    assertThat(entry.sequence()).hasValue(7);
    assertThat(entry.time()).contains(Instant.parse("2026-11-22T09:59:58.500Z"));
    assertThat(entry.credential()).isEqualTo("2026-q4");
    assertThat(UTF_8.decode(entry.body()).toString()).isEqualTo(BODY);
  }

  @Test
  void hasEmptyColumnsForMissingPartsOfTheEvent() {
    InboxEntry entry = entry("type=rung");

    assertThat(entry.isReadable()).isTrue();
    assertThat(entry.id()).isEmpty();
    assertThat(entry.subject()).isEmpty();
    assertThat(entry.sequence()).isEmpty();
    assertThat(entry.time()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t"})
  void treatsABlankIdAsMissing(String id) {
    assertThat(entry("type=rung;id=" + id).id()).isEmpty();
  }

  @Test
  void hasNoColumnsIfItIsUnreadable() {
    InboxEntry entry = InboxEntry.unreadable("bell", RECEIVED, delivery("hello"));

    assertThat(entry.isReadable()).isFalse();
    assertThat(entry.id()).isEmpty();
    assertThat(entry.type()).isEmpty();
    assertThat(entry.subject()).isEmpty();
    assertThat(entry.sequence()).isEmpty();
    assertThat(entry.time()).isEmpty();
    assertThat(entry.credential()).isEqualTo("2026-q4");
    assertThat(UTF_8.decode(entry.body()).toString()).isEqualTo("hello");
    assertThat(entry.headers()).containsKey("content-type");
  }

  @Test
  void keepsOnlyHeadersThatAreNeverSecret() {
    SortedMap<String, List<String>> headers = entry(BODY).headers();

    assertThat(headers)
        .containsExactly(
            Map.entry("content-type", List.of("application/json")),
            Map.entry("traceparent", List.of("00-a-b-01")),
            Map.entry("tracestate", List.of("x=1", "y=2")),
            Map.entry("user-agent", List.of("Amazon/EventBridge")),
            Map.entry("x-request-id", List.of("r-1")))
        .isUnmodifiable();
  }

  @Test
  void keepsFurtherHeadersThatAreNamed() {
    InboxEntry before = entry(BODY);
    InboxEntry entry = before.keepHeaders(Set.of("X-VENDOR-Version", "Absent"));

    assertThat(entry.headers()).hasSize(6).containsEntry("x-vendor-version", List.of("2"));
    assertThat(before.headers()).doesNotContainKey("x-vendor-version");
    assertThat(entry.id()).contains("a-1");
    assertThat(entry.type()).contains("rung");
    assertThat(entry.subject()).contains("lock/4321");
    assertThat(entry.sequence()).hasValue(7);
    assertThat(entry.time()).isEqualTo(before.time());
    assertThat(entry.receivedAt()).isEqualTo(RECEIVED);
    assertThat(entry.endpoint()).isEqualTo("bell");
    assertThat(entry.isReadable()).isTrue();
    assertThat(entry.body()).isEqualTo(before.body());
    assertThat(entry.keepHeaders(Set.of("traceparent")).headers()).isEqualTo(entry.headers());
    assertThat(
            InboxEntry.unreadable("bell", RECEIVED, delivery("hello"))
                .keepHeaders(Set.of("X-Vendor-Version"))
                .isReadable())
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Authorization", "authorization", "Proxy-Authorization", "COOKIE"})
  void refusesToKeepACredential(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> entry(BODY).keepHeaders(Set.of("traceparent", name)))
        .withMessageContaining("carries a credential")
        .withMessageNotContaining("s3cret");
  }

  @Test
  void neverKeepsTheHeaderInWhichTheVerifierReadTheSecret() {
    DeliveryVerifier verifier =
        new DeliveryVerifier() {
          @Override
          protected String authenticate(WebhookRequest request) {
            return "#1";
          }

          @Override
          public Set<String> secretHeaders() {
            return Set.of("X-Request-ID", "X-Door-Key");
          }
        };
    WebhookRequest request =
        WebhookRequest.builder("POST")
            .header("x-request-id", "s3cret")
            .header("x-door-key", "s3cret")
            .header("traceparent", "00-a-b-01")
            .body(BODY.getBytes(UTF_8))
            .build();
    VerifiedDelivery part = verifier.verify(request).slice(0, BODY.length());
    InboxEntry entry = InboxEntry.unreadable("bell", RECEIVED, part);

    assertThat(entry.headers()).containsOnlyKeys("traceparent");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> entry.keepHeaders(Set.of("X-DOOR-KEY")))
        .withMessageContaining("carries a credential")
        .withMessageNotContaining("s3cret");
  }

  @Test
  void printsNeitherBodyNorHeaders() {
    assertThat(entry(BODY)).hasToString("InboxEntry[bell, " + BODY.length() + " bytes]");
  }

  @Test
  void protectsItsBodyFromChanges() {
    assertThatExceptionOfType(ReadOnlyBufferException.class)
        .isThrownBy(() -> entry(BODY).body().put((byte) 'x'));
  }

  @Test
  void refusesNull() {
    BellEvent event = DoorBell.event(BODY);

    assertThatNullPointerException()
        .isThrownBy(() -> InboxEntry.of(null, RECEIVED, delivery(BODY), event));
    assertThatNullPointerException()
        .isThrownBy(() -> InboxEntry.of("bell", null, delivery(BODY), event));
    assertThatNullPointerException().isThrownBy(() -> InboxEntry.of("bell", RECEIVED, null, event));
    assertThatNullPointerException()
        .isThrownBy(() -> InboxEntry.of("bell", RECEIVED, delivery(BODY), null));
    assertThatNullPointerException()
        .isThrownBy(() -> InboxEntry.unreadable("bell", RECEIVED, null));
  }
}
