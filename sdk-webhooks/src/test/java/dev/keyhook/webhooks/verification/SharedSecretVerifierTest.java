package dev.keyhook.webhooks.verification;

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

  private static final String CURRENT = "an-agreed-secret-of-forty-random-letters";
  private static final String PREVIOUS = "the-one-before, with a space";
  private static final byte[] BODY = "{\"pin\":\"1234\"}".getBytes(UTF_8);

  private final DeliveryVerifier inHeader =
      SharedSecretVerifier.inHeader(
          "X-Acme-Key", Secret.of(CURRENT), Secret.of(PREVIOUS).labelled("2026-q3"));
  private final DeliveryVerifier bearer =
      SharedSecretVerifier.bearer(Secret.of(CURRENT), Secret.of(PREVIOUS).labelled("2026-q3"));

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
  void namesTheErrorInAHeader() {
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
  void namesTheErrorInABearerToken() {
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
  void refusesRandomHeadersWithoutAnyOtherException() {
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
                            post(
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
  void comparesAllSecretsSoThatTimingDoesNotRevealThePosition() {
    // The same comparisons run whatever matches, so of two equal secrets the first is named.
    DeliveryVerifier twice =
        SharedSecretVerifier.inHeader(
            "X-Acme-Key", Secret.of(CURRENT).labelled("a"), Secret.of(CURRENT).labelled("b"));

    assertThat(twice.verify(header("X-Acme-Key", CURRENT)).credential()).isEqualTo("a");
  }

  @Test
  void neverPrintsHeaderOrBody() {
    for (String value : List.of("s3cret", "s3cret\u00fc", "Bearer s3cret")) {
      for (DeliveryVerifier verifier : List.of(inHeader, bearer)) {
        assertThatExceptionOfType(DeliveryVerificationException.class)
            .isThrownBy(
                () ->
                    verifier.verify(
                        post(
                            Map.of("X-Acme-Key", List.of(value), "Authorization", List.of(value)),
                            BODY)))
            .satisfies(
                e -> assertThat(e.toString()).doesNotContain("s3cret", "1234", CURRENT, PREVIOUS));
      }
    }
  }

  @Test
  void callsItsSupplierForEachDelivery() {
    AtomicInteger asked = new AtomicInteger();
    AtomicReference<List<Secret>> secrets = new AtomicReference<>(List.of(Secret.of("first")));
    DeliveryVerifier verifier =
        SharedSecretVerifier.inHeader(
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
                  SharedSecretVerifier.bearer(() -> unfit)
                      .verify(header("Authorization", "Bearer x")));
    }
    IllegalStateException sealed = new IllegalStateException("vault sealed");
    assertThatExceptionOfType(CredentialsUnavailableException.class)
        .isThrownBy(
            () ->
                SharedSecretVerifier.inHeader(
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
                SharedSecretVerifier.bearer(
                        () -> {
                          throw own;
                        })
                    .verify(header("Authorization", "Bearer x")))
        .isSameAs(own);
  }

  @Test
  void saysThatASuppliedSecretCannotBeUsedInsteadOfRefusing() {
    for (Secret unfit : List.of(Secret.of("grün"), Secret.of("x".repeat(8192)))) {
      DeliveryVerifier verifier =
          SharedSecretVerifier.inHeader("X-Acme-Key", () -> List.of(Secret.of("good"), unfit));
      for (String presented : List.of("good", "bad")) {
        assertThatExceptionOfType(CredentialsUnavailableException.class)
            .isThrownBy(() -> verifier.verify(header("X-Acme-Key", presented)))
            .withMessageContaining("#2 of the supplier cannot be used")
            .satisfies(e -> assertThat(e.toString()).doesNotContain("grün", "xxx"));
      }
    }
  }

  @Test
  void saysThatItsSupplierFailedWithAnErrorInsteadOfLettingItThrough() {
    NoClassDefFoundError missing = new NoClassDefFoundError("com/example/VaultClient");
    assertThatExceptionOfType(CredentialsUnavailableException.class)
        .isThrownBy(() -> failing(missing).verify(header("Authorization", "Bearer x")))
        .withCause(missing);

    OutOfMemoryError full = new OutOfMemoryError("of this test");
    assertThatExceptionOfType(OutOfMemoryError.class)
        .as("an error of the virtual machine passes")
        .isThrownBy(() -> failing(full).verify(header("Authorization", "Bearer x")))
        .isSameAs(full);
  }

  private static DeliveryVerifier failing(Error error) {
    return SharedSecretVerifier.bearer(
        () -> {
          throw error;
        });
  }

  @Test
  void checksTheSecretBeforeTheBodyIsRead() {
    WebhookRequest right = WebhookRequest.builder("POST").header("X-Acme-Key", CURRENT).build();
    WebhookRequest wrong = WebhookRequest.builder("POST").header("X-Acme-Key", "guess").build();

    inHeader.verifyHead(right);
    assertThat(
            catchThrowableOfType(
                    DeliveryVerificationException.class, () -> inHeader.verifyHead(wrong))
                .reason())
        .isEqualTo(Reason.MISMATCH);
  }

  @Test
  void neverPrintsASecretAsItsLabel() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Secret.of(CURRENT).labelled("token " + CURRENT))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain(CURRENT));
  }

  @Test
  void rejectsSecretsThatCanNeverMatch() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SharedSecretVerifier.bearer())
        .withMessageContaining("at least one");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SharedSecretVerifier.bearer(Secret.of("grün")))
        .withMessageContaining("#1 cannot be used: A secret in a header must be printable ASCII")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("grün"));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                SharedSecretVerifier.inHeader(
                    "X-Acme-Key", Secret.of("ok"), Secret.of("x".repeat(8192))))
        .withMessageContaining("#2 cannot be used");
    for (String name : List.of("", " ", "X Key", "X-Key:", "Schlüssel", "X-Key\n")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> SharedSecretVerifier.inHeader(name, Secret.of("ok")));
    }
    assertThatNullPointerException().isThrownBy(() -> SharedSecretVerifier.bearer((Secret) null));
  }

  private static WebhookRequest post(Map<String, List<String>> headers, byte[] body) {
    return WebhookRequest.of("POST", headers, body);
  }

  private static WebhookRequest header(String name, String value) {
    return post(Map.of(name, List.of(value)), BODY);
  }

  private static void assertReason(
      DeliveryVerifier verifier, Reason reason, Map<String, List<String>> headers) {
    assertThat(reason(verifier, post(headers, BODY))).isEqualTo(reason);
  }

  private static Reason reason(DeliveryVerifier verifier, WebhookRequest request) {
    return catchThrowableOfType(DeliveryVerificationException.class, () -> verifier.verify(request))
        .reason();
  }
}
