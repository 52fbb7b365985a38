package dev.keyhook.webhooks.verification;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyhook.CredentialsUnavailableException;
import dev.keyhook.DeliveryVerificationException;
import dev.keyhook.DeliveryVerificationException.Reason;
import dev.keyhook.DeliveryVerifier;
import dev.keyhook.Secret;
import dev.keyhook.WebhookRequest;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.security.spec.AlgorithmParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.MacSpi;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HmacVerifierTest {

  private static final String BODY = "{\"eventId\":\"a1\",\"pin\":\"1234\",\"name\":\"Zoë\"}";
  private static final String CURRENT = "the-current-secret";
  private static final String PREVIOUS = "the-previous-secret, grün";

  private static Reason refusal(DeliveryVerifier verifier, WebhookRequest request) {
    DeliveryVerificationException refused =
        catchThrowableOfType(DeliveryVerificationException.class, () -> verifier.verify(request));
    assertThat(refused).as("a refusal").isNotNull();
    assertThat(refused.toString()).doesNotContain("1234", CURRENT, PREVIOUS);
    return refused.reason();
  }

  @Nested
  class OfTheBody {

    private final HmacVerifier verifier =
        HmacVerifier.builder("X-Acme-Signature")
            .prefix("sha256=")
            .secrets(Secret.of(CURRENT), Secret.of(PREVIOUS).labelled("2026-q3"))
            .build();

    @Test
    void verifiesASignatureAndSaysWhichSecretItWas() {
      assertThat(verifier.verify(signed("sha256=" + hex(CURRENT))).credential()).isEqualTo("#1");
      assertThat(verifier.verify(signed("sha256=" + hex(PREVIOUS))).credential())
          .isEqualTo("2026-q3");
      assertThat(
              verifier
                  .verify(signed(" \tsha256=" + hex(CURRENT).toUpperCase(Locale.ROOT) + " "))
                  .body())
          .isEqualTo(BODY.getBytes(UTF_8));
    }

    @Test
    void agreesWithTheTestVectorsOfRfc4231() {
      assertVector(
          "4a656665",
          "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
          "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
      assertVector(
          "0b".repeat(20),
          "4869205468657265",
          "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
      assertVector(
          "aa".repeat(131),
          "54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a65204b6579202d2048617368"
              + "204b6579204669727374",
          "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    }

    private void assertVector(String key, String data, String mac) {
      String secret = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(key));
      for (Provider provider :
          List.of(Security.getProvider("SunJCE"), new BouncyCastleProvider())) {
        HmacVerifier ofBytes =
            HmacVerifier.builder("X-Mac")
                .base64Secrets()
                .provider(provider)
                .secrets(Secret.of(secret))
                .build();
        WebhookRequest request =
            WebhookRequest.builder("POST")
                .header("X-Mac", mac)
                .body(HexFormat.of().parseHex(data))
                .build();
        assertThat(ofBytes.verify(request).credential()).isEqualTo("#1");
      }
    }

    @Test
    void refusesEachSingleBitFlip() {
      byte[] right = HexFormat.of().parseHex(hex(CURRENT));
      for (int bit = 0; bit < 8 * right.length; bit++) {
        byte[] flipped = right.clone();
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        assertThat(refusal(verifier, signed("sha256=" + HexFormat.of().formatHex(flipped))))
            .isEqualTo(Reason.MISMATCH);
      }
    }

    @Test
    void namesTheErrorInTheHeader() {
      String right = "sha256=" + hex(CURRENT);
      assertThat(refusal(verifier, WebhookRequest.builder("POST").build()))
          .isEqualTo(Reason.HEADER_MISSING);
      assertThat(
              refusal(
                  verifier,
                  WebhookRequest.builder("POST")
                      .header("X-Acme-Signature", right)
                      .header("x-acme-signature", right)
                      .build()))
          .isEqualTo(Reason.HEADER_REPEATED);
      assertThat(refusal(verifier, signed("  "))).isEqualTo(Reason.HEADER_EMPTY);
      assertThat(refusal(verifier, signed("x".repeat(8193)))).isEqualTo(Reason.HEADER_TOO_LONG);
      for (String malformed :
          List.of(
              hex(CURRENT),
              "sha1=" + hex(CURRENT),
              "SHA256=" + hex(CURRENT),
              "sha256=",
              "sha256= " + hex(CURRENT),
              right + "00",
              right + "," + right,
              right.substring(0, right.length() - 1),
              right.substring(0, right.length() - 2),
              right + "é",
              "sha256=" + "g".repeat(64),
              "sha256=" + Base64.getEncoder().encodeToString(new byte[32]))) {
        assertThat(refusal(verifier, signed(malformed))).isEqualTo(Reason.HEADER_MALFORMED);
      }
      assertThat(refusal(verifier, signed("sha256=" + hex("a stranger's"))))
          .isEqualTo(Reason.MISMATCH);
    }

    @Test
    void refusesAMalformedHeaderBeforeTheBodyIsRead() {
      WebhookRequest malformed =
          WebhookRequest.builder("POST").header("X-Acme-Signature", "sha256=?").build();
      assertThat(
              catchThrowableOfType(
                      DeliveryVerificationException.class, () -> verifier.verifyHead(malformed))
                  .reason())
          .isEqualTo(Reason.HEADER_MALFORMED);
      verifier.verifyHead(
          WebhookRequest.builder("POST")
              .header("X-Acme-Signature", "sha256=" + hex(CURRENT))
              .build());
    }

    @Test
    void readsBase64OnlyInItsCanonicalForm() {
      HmacVerifier base64 =
          HmacVerifier.builder("X-Acme-Signature").base64().secrets(Secret.of(CURRENT)).build();
      String right = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex(CURRENT)));
      assertThat(base64.verify(signed(right)).credential()).isEqualTo("#1");
      char last = right.charAt(right.length() - 2);
      for (String other :
          List.of(
              right.replace("=", ""),
              right.substring(0, right.length() - 2) + (char) (last + 1) + "=",
              right + "====",
              hex(CURRENT))) {
        assertThat(refusal(base64, signed(other))).isEqualTo(Reason.HEADER_MALFORMED);
      }
    }

    @Test
    void refusesRandomHeadersWithoutAnyOtherException() {
      SplittableRandom random = new SplittableRandom(2104);
      HmacVerifier several =
          HmacVerifier.builder("X-Acme-Signature")
              .signaturesSeparatedBy(',')
              .secrets(Secret.of(CURRENT))
              .build();
      for (int i = 0; i < 5_000; i++) {
        StringBuilder value = new StringBuilder(random.nextBoolean() ? "sha256=" : "");
        int length = random.nextInt(80);
        for (int j = 0; j < length; j++) {
          value.append(
              random.nextInt(4) > 0
                  ? "0123456789abcdef,= ".charAt(random.nextInt(19))
                  : (char) random.nextInt(65536));
        }
        refusal(verifier, signed(value.toString()));
        refusal(several, signed(value.toString()));
      }
    }

    private static String hex(String secret) {
      return HmacSigning.hex(secret, BODY);
    }

    private static WebhookRequest signed(String header) {
      return WebhookRequest.builder("POST")
          .header("X-Acme-Signature", header)
          .body(BODY.getBytes(UTF_8))
          .build();
    }
  }

  @Nested
  class OfStandardWebhooks {

    private static final Instant NOW = Instant.parse("2026-04-30T10:30:00Z");
    private static final Secret SECRET = Secret.of("whsec_" + base64("a key of at least 24 bytes"));
    private static final Secret OTHER = Secret.of(base64("another key, without the mark"));

    private final HmacVerifier verifier = at(NOW, SECRET, OTHER.labelled("previous"));

    @Test
    void verifiesTheExampleOfTheReferenceImplementations() {
      // Used in the tests of the reference libraries (standard-webhooks/standard-webhooks,
      // libraries).
      Instant then = Instant.ofEpochSecond(1614265330);
      WebhookRequest request =
          WebhookRequest.builder("POST")
              .header("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek")
              .header("webhook-timestamp", "1614265330")
              .header("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
              .body("{\"test\": 2432232314}".getBytes(UTF_8))
              .build();

      for (String secret :
          List.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")) {
        assertThat(at(then, Secret.of(secret)).verify(request).credential()).isEqualTo("#1");
      }
    }

    @Test
    void standardWebhooksHasItsOwnFactory() {
      WebhookRequest now = request("m1", Instant.now(), SECRET);
      assertThat(HmacVerifier.standardWebhooks(SECRET).verify(now).credential()).isEqualTo("#1");
      assertThat(
              HmacVerifier.standardWebhooks(() -> List.of(OTHER, SECRET)).verify(now).credential())
          .isEqualTo("#2");
      assertThat(refusal(HmacVerifier.standardWebhooks(SECRET), request("m1", NOW, SECRET)))
          .isEqualTo(Reason.TIMESTAMP_OUT_OF_TOLERANCE);
    }

    @Test
    void hasAClockAndAToleranceOfTheCallersChoice() {
      WebhookRequest sent = request("m1", NOW, SECRET);
      Clock later = Clock.fixed(NOW.plusSeconds(3600), ZoneOffset.UTC);

      assertThat(
              HmacVerifier.standardWebhooks()
                  .secrets(SECRET)
                  .clock(later)
                  .tolerance(Duration.ofHours(1))
                  .build()
                  .verify(sent)
                  .credential())
          .isEqualTo("#1");
      assertThat(
              refusal(
                  HmacVerifier.standardWebhooks()
                      .secrets(SECRET)
                      .clock(later)
                      .tolerance(Duration.ofMinutes(59))
                      .build(),
                  sent))
          .isEqualTo(Reason.TIMESTAMP_OUT_OF_TOLERANCE);
    }

    @Test
    void acceptsOneRightSignatureAmongSeveral() {
      String right = HmacSigning.standard(SECRET, "m1", NOW, BODY);
      String previous = HmacSigning.standard(OTHER, "m1", NOW, BODY);
      String wrong = HmacSigning.standard(SECRET, "m2", NOW, BODY);
      String asymmetric = "v1a," + Base64.getEncoder().encodeToString(new byte[64]);

      for (String header :
          List.of(
              right,
              right + " " + wrong,
              wrong + " " + right,
              asymmetric + " v2,future " + right,
              wrong + "  " + right + " ")) {
        assertThat(verifier.verify(request("m1", NOW, header)).credential()).isEqualTo("#1");
      }
      assertThat(verifier.verify(request("m1", NOW, wrong + " " + previous)).credential())
          .isEqualTo("previous");
      assertThat(refusal(verifier, request("m1", NOW, wrong + " " + wrong)))
          .isEqualTo(Reason.MISMATCH);
      assertThat(refusal(verifier, request("m1", NOW, asymmetric)))
          .isEqualTo(Reason.HEADER_MALFORMED);
      assertThat(refusal(verifier, request("m1", NOW, right.replace(",", "a,"))))
          .isEqualTo(Reason.HEADER_MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 299, -299, 300, -300})
    void acceptsATimestampWithinTheTolerance(long seconds) {
      assertThat(verifier.verify(request("m1", NOW.plusSeconds(seconds), SECRET)).credential())
          .isEqualTo("#1");
    }

    @ParameterizedTest
    @ValueSource(longs = {301, -301, 86_400, -86_400, -1_777_545_000L, 900_000_000_000L})
    void refusesATimestampOutsideTheTolerance(long seconds) {
      WebhookRequest request = request("m1", NOW.plusSeconds(seconds), SECRET);
      assertThat(refusal(verifier, request)).isEqualTo(Reason.TIMESTAMP_OUT_OF_TOLERANCE);
      assertThatExceptionOfType(DeliveryVerificationException.class)
          .as("before the body is read")
          .isThrownBy(() -> verifier.verifyHead(request));
    }

    @Test
    void hasAToleranceThatCanBeChanged() {
      HmacVerifier wide = builder(NOW).tolerance(Duration.ofHours(1)).secrets(SECRET).build();
      assertThat(wide.verify(request("m1", NOW.minusSeconds(3600), SECRET)).credential())
          .isEqualTo("#1");
      assertThat(refusal(wide, request("m1", NOW.minusSeconds(3601), SECRET)))
          .isEqualTo(Reason.TIMESTAMP_OUT_OF_TOLERANCE);
      for (Duration none : List.of(Duration.ZERO, Duration.ofSeconds(-1))) {
        assertThatIllegalArgumentException().isThrownBy(() -> builder(NOW).tolerance(none));
      }
      assertThatIllegalStateException()
          .isThrownBy(
              () ->
                  HmacVerifier.builder("X-S")
                      .tolerance(Duration.ofHours(1))
                      .secrets(SECRET)
                      .build())
          .withMessageContaining("signedIdAndTimestamp");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          " ",
          "-5",
          "+5",
          "1.5",
          "1e9",
          "0x1",
          "１７",
          "1777545000 ms",
          "9999999999999"
        })
    void refusesAnInvalidTimestamp(String timestamp) {
      assertThat(
              refusal(
                  verifier,
                  request("m1", timestamp, HmacSigning.standard(SECRET, "m1", NOW, BODY))))
          .isIn(Reason.HEADER_MALFORMED, Reason.HEADER_EMPTY, Reason.HEADER_TOO_LONG);
    }

    @Test
    void refusesAnIdThatMakesTheSignedBytesAmbiguous() {
      String seconds = String.valueOf(NOW.getEpochSecond());
      // "m1.<time>.<body>" could also be read as the id "m1.<time>" before another body.
      WebhookRequest shifted =
          WebhookRequest.builder("POST")
              .header("webhook-id", "m1." + seconds)
              .header("webhook-timestamp", seconds)
              .header(
                  "webhook-signature",
                  HmacSigning.standard(SECRET, "m1", NOW, seconds + "." + BODY))
              .body(BODY.getBytes(UTF_8))
              .build();
      assertThat(refusal(verifier, shifted)).isEqualTo(Reason.HEADER_MALFORMED);
    }

    @Test
    void refusesADeliveryWhoseIdOrBodyWasChanged() {
      String right = HmacSigning.standard(SECRET, "m1", NOW, BODY);
      assertThat(refusal(verifier, request("m2", NOW, right))).isEqualTo(Reason.MISMATCH);
      assertThat(refusal(verifier, request("m1", NOW.plusSeconds(1), right)))
          .isEqualTo(Reason.MISMATCH);
      assertThat(refusal(verifier, request("", NOW, right))).isEqualTo(Reason.HEADER_EMPTY);
      assertThat(refusal(verifier, request("é", NOW, right))).isEqualTo(Reason.HEADER_MALFORMED);
      assertThat(refusal(verifier, request("m".repeat(257), NOW, right)))
          .isEqualTo(Reason.HEADER_TOO_LONG);
    }

    @Test
    void refusesASecretThatIsNotBase64() {
      for (String unfit : List.of("whsec_", "whsec_!!", "not base64!")) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> HmacVerifier.standardWebhooks(SECRET, Secret.of(unfit)))
            .withMessageContaining("#2 cannot be used")
            .satisfies(e -> assertThat(e.toString()).doesNotContain("!"));
        assertThatExceptionOfType(CredentialsUnavailableException.class)
            .isThrownBy(
                () ->
                    HmacVerifier.standardWebhooks(() -> List.of(Secret.of(unfit)))
                        .verify(request("m1", Instant.now(), SECRET)));
      }
    }

    private static HmacVerifier.Builder builder(Instant now) {
      return HmacVerifier.builder("webhook-signature")
          .prefix("v1,")
          .base64()
          .signaturesSeparatedBy(' ')
          .signedIdAndTimestamp("webhook-id", "webhook-timestamp")
          .clock(Clock.fixed(now, ZoneOffset.UTC))
          .base64Secrets();
    }

    private static HmacVerifier at(Instant now, Secret... secrets) {
      return builder(now).secrets(secrets).build();
    }

    private static WebhookRequest request(String id, Instant timestamp, Secret secret) {
      return request(id, timestamp, HmacSigning.standard(secret, id, timestamp, BODY));
    }

    private static WebhookRequest request(String id, Instant timestamp, String signature) {
      return request(id, String.valueOf(timestamp.getEpochSecond()), signature);
    }

    private static WebhookRequest request(String id, String timestamp, String signature) {
      return WebhookRequest.builder("POST")
          .header("Webhook-Id", id)
          .header("Webhook-Timestamp", timestamp)
          .header("Webhook-Signature", signature)
          .body(BODY.getBytes(UTF_8))
          .build();
    }

    private static String base64(String text) {
      return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }
  }

  @Test
  void callsItsSupplierForEachDelivery() {
    AtomicReference<List<Secret>> secrets = new AtomicReference<>(List.of(Secret.of(CURRENT)));
    HmacVerifier verifier = HmacVerifier.builder("X-S").secrets(secrets::get).build();
    WebhookRequest request =
        WebhookRequest.builder("POST")
            .header("X-S", HmacSigning.hex(PREVIOUS, BODY))
            .body(BODY.getBytes(UTF_8))
            .build();

    assertThat(refusal(verifier, request)).isEqualTo(Reason.MISMATCH);
    secrets.set(List.of(Secret.of(CURRENT), Secret.of(PREVIOUS)));
    assertThat(verifier.verify(request).credential()).isEqualTo("#2");
    secrets.set(List.of());
    assertThatExceptionOfType(CredentialsUnavailableException.class)
        .isThrownBy(() -> verifier.verify(request));
    secrets.set(null);
    assertThatExceptionOfType(CredentialsUnavailableException.class)
        .isThrownBy(() -> verifier.verify(request));
  }

  @Test
  void saysThatItsProviderFailedInsteadOfRefusing() {
    HmacVerifier verifier =
        HmacVerifier.builder("X-S").provider(new Unplugged()).secrets(Secret.of(CURRENT)).build();
    assertThatExceptionOfType(CredentialsUnavailableException.class)
        .isThrownBy(
            () ->
                verifier.verify(
                    WebhookRequest.builder("POST")
                        .header("X-S", HmacSigning.hex(CURRENT, BODY))
                        .body(BODY.getBytes(UTF_8))
                        .build()))
        .withMessageContaining("The security provider Unplugged failed");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HmacVerifier.builder("X-S").provider(Security.getProvider("SUN")))
        .withMessageContaining("SUN has no HmacSHA256");
  }

  @Test
  void usesTheJdksOwnImplementationEvenIfAnotherIsInstalledBeforeIt() {
    Provider unplugged = new Unplugged();
    Security.insertProviderAt(unplugged, 1);
    try {
      HmacVerifier verifier = HmacVerifier.builder("X-S").secrets(Secret.of(CURRENT)).build();
      assertThat(
              refusal(
                  verifier, WebhookRequest.builder("POST").header("X-S", "00".repeat(32)).build()))
          .isEqualTo(Reason.MISMATCH);
    } finally {
      Security.removeProvider(unplugged.getName());
    }
  }

  @Test
  void refusesToSetSecretsTwiceAndInvalidHeaderNames() {
    assertThatIllegalStateException()
        .isThrownBy(() -> HmacVerifier.builder("X-S").build())
        .withMessageContaining("secrets(...)");
    assertThatIllegalStateException()
        .isThrownBy(() -> HmacVerifier.builder("X-S").secrets(Secret.of(CURRENT)).secrets(List::of))
        .withMessageContaining("already set");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HmacVerifier.builder("X-S").secrets().build())
        .withMessageContaining("at least one");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HmacVerifier.builder("X S").secrets(Secret.of(CURRENT)).build());
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                HmacVerifier.builder("X-S")
                    .signedIdAndTimestamp("X-Id", "X Time")
                    .secrets(Secret.of(CURRENT))
                    .build());
  }

  /** A provider whose hardware token was removed. */
  private static final class Unplugged extends Provider {

    private static final long serialVersionUID = 1;

    Unplugged() {
      super("Unplugged", "1", "always fails");
      put("Mac.HmacSHA256", Failing.class.getName());
    }
  }

  /** An HMAC that always fails. */
  public static final class Failing extends MacSpi {

    @Override
    protected int engineGetMacLength() {
      return 32;
    }

    @Override
    protected void engineInit(Key key, AlgorithmParameterSpec parameters)
        throws InvalidKeyException {}

    @Override
    protected void engineUpdate(byte input) {}

    @Override
    protected void engineUpdate(byte[] input, int offset, int length) {}

    @Override
    protected byte[] engineDoFinal() {
      throw new ProviderException("the token was removed");
    }

    @Override
    protected void engineReset() {}
  }
}
