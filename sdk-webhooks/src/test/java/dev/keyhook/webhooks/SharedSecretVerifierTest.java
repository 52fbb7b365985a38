package dev.keyhook.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyhook.CredentialsUnavailableException;
import dev.keyhook.DeliveryVerificationException;
import dev.keyhook.DeliveryVerificationException.Reason;
import dev.keyhook.DeliveryVerifier;
import dev.keyhook.Secret;
import dev.keyhook.WebhookRequest;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyWebhooks;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedSecretVerifierTest {

  private static final String CURRENT = Requests.TOKEN;
  private static final String PREVIOUS = "the-one-before, with a space";
  private static final byte[] BODY = "{\"pin\":\"1234\"}".getBytes(UTF_8);

  private final DeliveryVerifier inHeader =
      SmartphoneKeyWebhooks.headerVerifier(
          "X-Acme-Key", Secret.of(CURRENT), Secret.of(PREVIOUS).labelled("2026-q3"));
  private final DeliveryVerifier bearer =
      SmartphoneKeyWebhooks.bearerVerifier(
          Secret.of(CURRENT), Secret.of(PREVIOUS).labelled("2026-q3"));

  @Test
  void verifiesASecretInAHeaderAndSaysWhichItWas() {
    assertThat(inHeader.verify(header("X-Acme-Key", CURRENT)).credential()).isEqualTo("#1");
    assertThat(inHeader.verify(header("x-acme-key", PREVIOUS)).credential()).isEqualTo("2026-q3");
    assertThat(inHeader.verify(header("X-ACME-KEY", "\t " + CURRENT + " ")).body()).isEqualTo(BODY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer ", "bearer ", "BEARER   ", " Bearer "})
  void verifiesABearerToken(String before) {
    assertThat(bearer.verify(header("Authorization", before + CURRENT)).credential())
        .isEqualTo("#1");
    assertThat(bearer.verify(header("authorization", before + PREVIOUS)).credential())
        .isEqualTo("2026-q3");
  }

  @Test
  void saysWhatIsWrongWithAHeader() {
    assertReason(inHeader, Reason.HEADER_MISSING, Map.of());
    assertReason(inHeader, Reason.HEADER_MISSING, Map.of("X-Acme-Keys", List.of(CURRENT)));
    assertReason(inHeader, Reason.HEADER_MISSING, Map.of("X-Acme-Key", List.of()));
    assertReason(inHeader, Reason.HEADER_REPEATED, Map.of("X-Acme-Key", List.of(CURRENT, CURRENT)));
    assertReason(
        inHeader,
        Reason.HEADER_REPEATED,
        Map.of("X-Acme-Key", List.of(CURRENT), "x-acme-key", List.of("")));
    assertReason(inHeader, Reason.HEADER_EMPTY, Map.of("X-Acme-Key", List.of("")));
    assertReason(inHeader, Reason.HEADER_EMPTY, Map.of("X-Acme-Key", List.of(" \t ")));
    assertReason(inHeader, Reason.HEADER_TOO_LONG, Map.of("X-Acme-Key", List.of("x".repeat(8193))));
    for (String malformed :
        List.of(CURRENT + "é", "\u0000", "a\nb", "\u007f", "\uD83D\uDD11", CURRENT + "\u00a0")) {
      assertReason(inHeader, Reason.HEADER_MALFORMED, Map.of("X-Acme-Key", List.of(malformed)));
    }
    for (String wrong :
        List.of(
            "x",
            CURRENT + "x",
            CURRENT.substring(1),
            CURRENT.toUpperCase(Locale.ROOT),
            "Bearer " + CURRENT,
            CURRENT + "," + CURRENT,
            "x".repeat(8192))) {
      assertReason(inHeader, Reason.MISMATCH, Map.of("X-Acme-Key", List.of(wrong)));
    }
  }

  @Test
  void saysWhatIsWrongWithABearerToken() {
    assertReason(bearer, Reason.HEADER_MISSING, Map.of("X-Acme-Key", List.of(CURRENT)));
    for (String malformed :
        List.of(
            CURRENT,
            "Bearer",
            "Bearer ",
            "Bearer" + CURRENT,
            "Bearer\t" + CURRENT,
            "Basic " + CURRENT,
            "Bearers " + CURRENT)) {
      assertReason(bearer, Reason.HEADER_MALFORMED, Map.of("Authorization", List.of(malformed)));
    }
    for (String wrong :
        List.of("Bearer x", "Bearer Bearer " + CURRENT, "Bearer " + CURRENT + ",")) {
      assertReason(bearer, Reason.MISMATCH, Map.of("Authorization", List.of(wrong)));
    }
  }

  @Test
  void refusesAnythingElseWithoutAnyOtherException() {
    SplittableRandom random = new SplittableRandom(6750);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder value = new StringBuilder(random.nextBoolean() ? "Bearer " : "");
      int length = random.nextInt(60);
      for (int j = 0; j < length; j++) {
        value.append((char) random.nextInt(random.nextBoolean() ? 128 : 65536));
      }
      for (DeliveryVerifier verifier : List.of(inHeader, bearer)) {
        assertThat(
                catchThrowableOfType(
                    DeliveryVerificationException.class,
                    () ->
                        verifier.verify(
                            Requests.post(
                                Map.of(
                                    "X-Acme-Key",
                                    List.of(value.toString()),
                                    "Authorization",
                                    List.of(value.toString())),
                                BODY))))
            .isNotNull();
      }
    }
  }

  @Test
  void comparesAllSecretsSoThatThePositionDoesNotShow() {
    // Whatever matches, the same comparisons are made: the first of two equal ones is named.
    DeliveryVerifier twice =
        SmartphoneKeyWebhooks.headerVerifier(
            "X-Acme-Key", Secret.of(CURRENT).labelled("a"), Secret.of(CURRENT).labelled("b"));

    assertThat(twice.verify(header("X-Acme-Key", CURRENT)).credential()).isEqualTo("a");
  }

  @Test
  void neverRepeatsHeaderOrBody() {
    for (String value : List.of("s3cret", "s3cret\u00fc", "Bearer s3cret")) {
      for (DeliveryVerifier verifier : List.of(inHeader, bearer)) {
        assertThatExceptionOfType(DeliveryVerificationException.class)
            .isThrownBy(
                () ->
                    verifier.verify(
                        Requests.post(
                            Map.of("X-Acme-Key", List.of(value), "Authorization", List.of(value)),
                            BODY)))
            .satisfies(
                e -> assertThat(e.toString()).doesNotContain("s3cret", "1234", CURRENT, PREVIOUS));
      }
    }
  }

  @Test
  void asksItsSupplierAtEachDelivery() {
    AtomicInteger asked = new AtomicInteger();
    AtomicReference<List<Secret>> secrets = new AtomicReference<>(List.of(Secret.of("first")));
    DeliveryVerifier verifier =
        SmartphoneKeyWebhooks.headerVerifier(
            "X-Acme-Key",
            () -> {
              asked.incrementAndGet();
              return secrets.get();
            });

    assertThat(verifier.verify(header("X-Acme-Key", "first")).credential()).isEqualTo("#1");
    secrets.set(List.of(Secret.of("second"), Secret.of("first")));
    assertThat(verifier.verify(header("X-Acme-Key", "first")).credential()).isEqualTo("#2");
    secrets.set(List.of(Secret.of("second")));
    assertThat(reason(verifier, header("X-Acme-Key", "first"))).isEqualTo(Reason.MISMATCH);
    assertThat(asked).hasValue(3);
  }

  @Test
  void saysThatItsSupplierFailed() {
    for (List<Secret> unfit :
        Arrays.asList(null, List.<Secret>of(), Arrays.asList((Secret) null))) {
      assertThatExceptionOfType(CredentialsUnavailableException.class)
          .isThrownBy(
              () ->
                  SmartphoneKeyWebhooks.bearerVerifier(() -> unfit)
                      .verify(header("Authorization", "Bearer x")));
    }
    IllegalStateException sealed = new IllegalStateException("vault sealed");
    assertThatExceptionOfType(CredentialsUnavailableException.class)
        .isThrownBy(
            () ->
                SmartphoneKeyWebhooks.headerVerifier(
                        "X-Acme-Key",
                        () -> {
                          throw sealed;
                        })
                    .verify(header("X-Acme-Key", "x")))
        .withCause(sealed);
    CredentialsUnavailableException own = new CredentialsUnavailableException("vault sealed", null);
    assertThatExceptionOfType(CredentialsUnavailableException.class)
        .isThrownBy(
            () ->
                SmartphoneKeyWebhooks.bearerVerifier(
                        () -> {
                          throw own;
                        })
                    .verify(header("Authorization", "Bearer x")))
        .isSameAs(own);
  }

  @Test
  void refusesWhatCanNeverMatch() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SmartphoneKeyWebhooks.bearerVerifier())
        .withMessageContaining("at least one");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SmartphoneKeyWebhooks.bearerVerifier(Secret.of("grün")))
        .withMessageContaining("Secret #1 cannot stand in a header")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("grün"));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                SmartphoneKeyWebhooks.headerVerifier(
                    "X-Acme-Key", Secret.of("ok"), Secret.of("x".repeat(8192))))
        .withMessageContaining("Secret #2");
    for (String name : List.of("", " ", "X Key", "X-Key:", "Schlüssel", "X-Key\n")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> SmartphoneKeyWebhooks.headerVerifier(name, Secret.of("ok")));
    }
    assertThatNullPointerException()
        .isThrownBy(() -> SmartphoneKeyWebhooks.bearerVerifier((Secret) null));
  }

  private static WebhookRequest header(String name, String value) {
    return Requests.post(Map.of(name, List.of(value)), BODY);
  }

  private static void assertReason(
      DeliveryVerifier verifier, Reason reason, Map<String, List<String>> headers) {
    assertThat(reason(verifier, Requests.post(headers, BODY))).isEqualTo(reason);
  }

  private static Reason reason(DeliveryVerifier verifier, WebhookRequest request) {
    return catchThrowableOfType(DeliveryVerificationException.class, () -> verifier.verify(request))
        .reason();
  }
}
