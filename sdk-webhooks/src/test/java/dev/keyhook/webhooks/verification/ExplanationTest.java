package dev.keyhook.webhooks.verification;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keyhook.CredentialsUnavailableException;
import dev.keyhook.DeliveryVerificationException;
import dev.keyhook.DeliveryVerificationException.Reason;
import dev.keyhook.DeliveryVerifier;
import dev.keyhook.Secret;
import dev.keyhook.WebhookRequest;
import dev.keyhook.webhooks.Signing;
import dev.keyhook.webhooks.verification.Explanation.Cause;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.spec.MGF1ParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ExplanationTest {

  @Nested
  class OfASignature {

    private static final KeyPair PAIR = Signing.keyPair(2048);
    private static final String BODY =
        "{\"eventId\":\"a1\",\"data\":{\"lockState\":\"Locked\",\"friendlyName\":\"Zoë / 2\"}}";

    private final DeliveryVerifier verifier =
        RsaPssVerifier.inHeader("WebHook-Signature", PAIR.getPublic());

    private Explanation explain(String signed, byte[] received) {
      return Explanation.of(
          verifier,
          Signing.carrying(
              Signing.sign(PAIR.getPrivate(), Signing.RIGHT, signed.getBytes(UTF_8)), received));
    }

    private void assertCause(Cause cause, String signed, String received) {
      Explanation explanation = explain(signed, received.getBytes(UTF_8));
      assertThat(explanation.cause()).as(explanation.toString()).isEqualTo(cause);
      assertThat(explanation.advice()).doesNotContain("Zoë").doesNotContain("a1");
    }

    @Test
    void findsNothingWrongWithAGenuineDelivery() {
      assertCause(Cause.NONE, BODY, BODY);
    }

    @Test
    void findsAnExtraOrMissingLineBreak() {
      assertCause(Cause.NEWLINE_CHANGED, BODY, BODY + "\n");
      assertCause(Cause.NEWLINE_CHANGED, BODY, BODY + "\r\n");
      assertCause(Cause.NEWLINE_CHANGED, BODY, BODY + "\n\n");
      assertCause(Cause.NEWLINE_CHANGED, BODY + "\n", BODY);
      assertCause(Cause.NEWLINE_CHANGED, BODY + "\r\n", BODY);
      assertCause(Cause.NEWLINE_CHANGED, "{\r\n}", "{\n}");
      assertCause(Cause.NEWLINE_CHANGED, "{\n}", "{\r\n}");
    }

    @Test
    void findsAByteOrderMark() {
      assertCause(Cause.BYTE_ORDER_MARK, BODY, "\ufeff" + BODY);
      assertCause(Cause.BYTE_ORDER_MARK, "\ufeff" + BODY, BODY);
    }

    @Test
    void findsAnotherCharacterSet() {
      assertThat(explain(BODY, BODY.getBytes(ISO_8859_1)).cause()).isEqualTo(Cause.BODY_REWRITTEN);
      assertCause(Cause.BODY_REWRITTEN, BODY, new String(BODY.getBytes(UTF_8), ISO_8859_1));
    }

    @Test
    void findsAReserialisedBody() {
      String pretty =
          BODY.replace("{", "{\n  ").replace(",\"", ",\n  \"").replace("\":", "\" : ") + "\n";
      assertCause(Cause.BODY_REWRITTEN, BODY, pretty);
      assertCause(Cause.BODY_REWRITTEN, BODY, BODY.replace("\":", "\": ").replace(",\"", ", \""));
      assertCause(Cause.BODY_REWRITTEN, BODY, BODY.replace("ë", "\\u00eb"));
      assertCause(Cause.BODY_REWRITTEN, BODY, BODY.replace("/", "\\/"));
      assertCause(Cause.BODY_REWRITTEN, BODY.replace("ë", "\\u00eb"), BODY);
      assertCause(Cause.BODY_REWRITTEN, BODY.replace("/", "\\/"), BODY);
      assertCause(
          Cause.BODY_REWRITTEN,
          "{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": \"x\\\"{\"\n}",
          "{\"a\":[1,{}],\"b\":\"x\\\"{\"}");
      assertCause(
          Cause.BODY_REWRITTEN, "{\"a\": 1, \"b\": \"c, d: e\"}", "{\"a\":1,\"b\":\"c, d: e\"}");
    }

    @Test
    void findsAnEmptyBody() {
      assertCause(Cause.BODY_EMPTY, BODY, "");
    }

    @Test
    void findsAKeyThatIsKnownAndNotAccepted() {
      KeyPair other = Signing.newKeyPair(2048);
      byte[] body = BODY.getBytes(UTF_8);
      WebhookRequest request =
          Signing.carrying(Signing.sign(other.getPrivate(), Signing.RIGHT, body), body);

      Explanation known =
          Explanation.of(
              RsaPssVerifier.builder("WebHook-Signature")
                  .keys(PAIR.getPublic())
                  .otherKey("the key of the test environment", other.getPublic())
                  .build(),
              request);
      assertThat(known.cause()).isEqualTo(Cause.OTHER_KEY);
      assertThat(known.advice()).contains("made with the key of the test environment");

      Explanation unknown = Explanation.of(verifier, request);
      assertThat(unknown.cause()).isEqualTo(Cause.UNKNOWN);
      assertThat(unknown.advice()).contains("not among the 1 given");
    }

    @Test
    void findsAHeaderThatIsMissingOrRenamed() {
      String text = Base64.getEncoder().encodeToString(signature());
      assertThat(Explanation.of(verifier, post(Map.of(), BODY.getBytes(UTF_8))).cause())
          .isEqualTo(Cause.HEADER_MISSING);
      Explanation renamed = explainHeader("X-WebHook-Signature", text);
      assertThat(renamed.cause()).isEqualTo(Cause.HEADER_RENAMED);
      assertThat(renamed.advice()).contains("x-webhook-signature instead of WebHook-Signature");
    }

    @Test
    void findsAnotherAlphabet() {
      byte[] signature = signature();
      String text = Base64.getEncoder().encodeToString(signature);
      for (String other :
          List.of(
              Base64.getUrlEncoder().encodeToString(signature),
              Base64.getUrlEncoder().withoutPadding().encodeToString(signature),
              HexFormat.of().formatHex(signature),
              HexFormat.of().withUpperCase().formatHex(signature),
              text.replace("=", ""),
              '"' + text + '"',
              text.replace("+", "%2B").replace("/", "%2F").replace("=", "%3D"),
              text.replace("+", " "))) {
        Explanation explanation = explainHeader("WebHook-Signature", other);
        if (!other.equals(text)) {
          assertThat(explanation.cause())
              .as(explanation.toString())
              .isEqualTo(Cause.OTHER_ENCODING);
          assertThat(explanation.advice()).startsWith("The signature is right, but");
          assertThat(explanation.toString()).doesNotContain(text.substring(0, 12));
        }
      }
      assertThat(
              Explanation.of(
                      verifier,
                      Signing.carrying(HexFormat.of().formatHex(signature), "{}".getBytes(UTF_8)))
                  .advice())
          .startsWith("The signature does not fit the body either");
    }

    @Test
    void findsAHeaderThatCannotBeASignature() {
      for (String malformed : List.of("", "base64encodedsignature", "é", "AAAA", "%2B")) {
        assertThat(explainHeader("WebHook-Signature", malformed).cause())
            .isEqualTo(Cause.HEADER_MALFORMED);
      }
      assertThat(
              Explanation.of(
                      verifier,
                      post(Map.of("WebHook-Signature", List.of("a", "b")), BODY.getBytes(UTF_8)))
                  .advice())
          .contains("occurs 2 times");
    }

    @Test
    void findsAnotherAlgorithm() {
      byte[] body = BODY.getBytes(UTF_8);
      for (byte[] signature :
          List.of(
              Signing.sign(
                  PAIR.getPrivate(), Signing.pss("SHA-256", MGF1ParameterSpec.SHA256, 20), body),
              Signing.sign(
                  PAIR.getPrivate(), Signing.pss("SHA-256", MGF1ParameterSpec.SHA256, 222), body),
              Signing.sign(
                  PAIR.getPrivate(), Signing.pss("SHA-256", MGF1ParameterSpec.SHA1, 32), body),
              Signing.sign(
                  PAIR.getPrivate(), Signing.pss("SHA-512", MGF1ParameterSpec.SHA512, 64), body),
              Signing.sign(PAIR.getPrivate(), "SHA256withRSA", null, body))) {
        assertThat(Explanation.of(verifier, Signing.carrying(signature, body)).cause())
            .isEqualTo(Cause.OTHER_ALGORITHM);
      }
    }

    @Test
    void saysSoIfItFindsNothing() {
      assertCause(Cause.UNKNOWN, BODY, BODY.replace("Locked", "Unlocked"));
      assertCause(Cause.UNKNOWN, BODY, "no JSON at all \"\\");
    }

    @Test
    void handlesAHostileBody() {
      byte[] deep = new byte[1 << 20];
      Arrays.fill(deep, (byte) '[');
      byte[] backslashes = new byte[200_000];
      Arrays.fill(backslashes, (byte) '\\');
      byte[] shallow = Arrays.copyOf(deep, 200_000);
      for (byte[] body : List.of(deep, backslashes, shallow)) {
        assertThat(Explanation.of(verifier, Signing.carrying(signature(), body)).cause())
            .isEqualTo(Cause.UNKNOWN);
      }
    }

    @Test
    void cannotExplainWithoutKeys() {
      assertThatExceptionOfType(CredentialsUnavailableException.class)
          .isThrownBy(
              () ->
                  Explanation.of(
                      RsaPssVerifier.inHeader("WebHook-Signature", List::of),
                      Signing.carrying(signature(), BODY.getBytes(UTF_8))));
    }

    private byte[] signature() {
      return Signing.sign(PAIR.getPrivate(), Signing.RIGHT, BODY.getBytes(UTF_8));
    }

    private Explanation explainHeader(String name, String value) {
      return Explanation.of(verifier, post(Map.of(name, List.of(value)), BODY.getBytes(UTF_8)));
    }
  }

  @Nested
  class OfASecret {

    private static final String TOKEN = "an-agreed-secret-of-forty-random-letters";

    private final DeliveryVerifier inHeader =
        SharedSecretVerifier.inHeader("X-Acme-Key", Secret.of("the-one-before"), Secret.of(TOKEN));
    private final DeliveryVerifier bearer = SharedSecretVerifier.bearer(Secret.of(TOKEN));

    @Test
    void findsNothingWrongWithAGenuineDelivery() {
      assertCause(Cause.NONE, inHeader, "X-Acme-Key", TOKEN);
      assertCause(Cause.NONE, bearer, "Authorization", "Bearer " + TOKEN);
    }

    @Test
    void findsAHeaderThatIsMissingOrRenamed() {
      assertThat(Explanation.of(inHeader, post(Map.of(), new byte[2])).cause())
          .isEqualTo(Cause.HEADER_MISSING);
      assertCause(Cause.HEADER_MISSING, inHeader, "X-Other", "x");
      assertCause(Cause.HEADER_RENAMED, inHeader, "X-Other", TOKEN);
      assertCause(Cause.HEADER_RENAMED, inHeader, "Authorization", "Bearer " + TOKEN);
      assertCause(Cause.HEADER_RENAMED, bearer, "X-Forwarded-Authorization", "Bearer " + TOKEN);
    }

    @Test
    void findsASecretThatWasAltered() {
      assertCause(Cause.SECRET_ALTERED, inHeader, "X-Acme-Key", "Bearer " + TOKEN);
      assertCause(Cause.SECRET_ALTERED, inHeader, "X-Acme-Key", '"' + TOKEN + '"');
      assertCause(Cause.SECRET_ALTERED, inHeader, "X-Acme-Key", TOKEN + "\n");
      assertCause(Cause.SECRET_ALTERED, inHeader, "X-Acme-Key", "AN" + TOKEN.substring(2));
      assertCause(Cause.SECRET_ALTERED, bearer, "Authorization", "Basic " + TOKEN);
      assertCause(Cause.SECRET_ALTERED, bearer, "Authorization", "Bearer '" + TOKEN + "'");
    }

    @Test
    void findsAMalformedHeader() {
      assertCause(Cause.HEADER_MALFORMED, bearer, "Authorization", TOKEN);
      assertCause(Cause.HEADER_MALFORMED, bearer, "Authorization", "Digest abc");
      assertCause(Cause.HEADER_MALFORMED, inHeader, "X-Acme-Key", "");
      assertCause(Cause.HEADER_MALFORMED, inHeader, "X-Acme-Key", "é");
      assertThat(
              Explanation.of(
                      inHeader,
                      WebhookRequest.of(
                          "POST", Map.of("X-Acme-Key", List.of(TOKEN, TOKEN)), new byte[0]))
                  .advice())
          .contains("occurs 2 times");
    }

    @Test
    void saysSoIfItFindsNothing() {
      assertCause(Cause.UNKNOWN, inHeader, "X-Acme-Key", "somebody-elses");
      assertCause(Cause.UNKNOWN, bearer, "Authorization", "Bearer somebody-elses");
    }

    private void assertCause(Cause cause, DeliveryVerifier verifier, String name, String value) {
      Explanation explanation =
          Explanation.of(verifier, post(Map.of(name, List.of(value)), new byte[0]));
      assertThat(explanation.cause()).as(explanation.toString()).isEqualTo(cause);
      assertThat(explanation.toString()).doesNotContain(TOKEN, "somebody-elses", "the-one-before");
    }
  }

  @Nested
  class OfAnHmac {

    private static final String BODY = "{\"eventId\":\"a1\",\"name\":\"Zoë\"}";
    private static final byte[] BYTES = BODY.getBytes(UTF_8);
    private static final Instant NOW = Instant.parse("2026-04-30T10:30:00Z");
    private static final Secret SECRET = Secret.of("whsec_c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0");

    private final HmacVerifier ofBody =
        HmacVerifier.builder("X-Signature").prefix("sha256=").secrets(SECRET).build();
    private final HmacVerifier standard =
        HmacVerifier.builder("webhook-signature")
            .prefix("v1,")
            .base64()
            .signaturesSeparatedBy(' ')
            .signedIdAndTimestamp("webhook-id", "webhook-timestamp")
            .clock(Clock.fixed(NOW, ZoneOffset.UTC))
            .base64Secrets()
            .secrets(SECRET)
            .build();

    @Test
    void findsNothingWrongWithAGenuineDelivery() {
      assertThat(explain(HmacSigning.hex(SECRET.reveal(), BODY), BYTES).cause())
          .isEqualTo(Cause.NONE);
      assertThat(explain(HmacSigning.standard(SECRET, "m1", NOW, BODY), BYTES).cause())
          .isEqualTo(Cause.NONE);
    }

    @Test
    void findsWhatWasDoneToTheBody() {
      assertThat(explain(HmacSigning.hex(SECRET.reveal(), BODY + "\n"), BYTES).cause())
          .isEqualTo(Cause.NEWLINE_CHANGED);
      assertThat(
              explain(
                      HmacSigning.standard(
                          SECRET, "m1", NOW, BODY.replace(":", ": ").replace(",", ", ")),
                      BYTES)
                  .cause())
          .isEqualTo(Cause.BODY_REWRITTEN);
      assertThat(explain(HmacSigning.hex(SECRET.reveal(), BODY), new byte[0]).cause())
          .isEqualTo(Cause.BODY_EMPTY);
    }

    @Test
    void findsAHeaderThatIsMissingOrRenamed() {
      String signature = HmacSigning.hex(SECRET.reveal(), BODY);
      assertThat(Explanation.of(ofBody, post(Map.of(), BYTES)).cause())
          .isEqualTo(Cause.HEADER_MISSING);
      assertThat(
              Explanation.of(ofBody, post(Map.of("X-Proxy", List.of("sha256=" + signature)), BYTES))
                  .cause())
          .isEqualTo(Cause.HEADER_RENAMED);
      assertThat(
              Explanation.of(
                      standard,
                      post(
                          Map.of(
                              "webhook-signature",
                              List.of(HmacSigning.standard(SECRET, "m1", NOW, BODY))),
                          BYTES))
                  .toString())
          .contains("webhook-id is missing");
    }

    @Test
    void findsAnotherEncodingOrPrefix() {
      String hex = HmacSigning.hex(SECRET.reveal(), BODY);
      String base64 = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
      for (String other : List.of(hex, "sha256=" + base64, "hmac=" + hex, "v1," + base64)) {
        Explanation explanation =
            Explanation.of(ofBody, post(Map.of("X-Signature", List.of(other)), BYTES));
        assertThat(explanation.cause()).as(other).isEqualTo(Cause.OTHER_ENCODING);
        assertThat(explanation.toString()).doesNotContain(hex, base64);
      }
      assertThat(
              Explanation.of(ofBody, post(Map.of("X-Signature", List.of("nonsense")), BYTES))
                  .cause())
          .isEqualTo(Cause.HEADER_MALFORMED);
    }

    @Test
    void findsATimestampOutsideTheTolerance() {
      for (Duration distance : List.of(Duration.ofHours(1), Duration.ofHours(-1))) {
        Instant then = NOW.plus(distance);
        Explanation right = explain(HmacSigning.standard(SECRET, "m1", then, BODY), BYTES, then);
        assertThat(right.cause()).isEqualTo(Cause.TIMESTAMP_OUT_OF_TOLERANCE);
        assertThat(right.advice()).startsWith("The signature is right, but");
        assertThat(right.toString()).doesNotContain(String.valueOf(then.getEpochSecond()));
        assertThat(explain(HmacSigning.standard(SECRET, "m2", then, BODY), BYTES, then).advice())
            .startsWith("The signature does not fit either");
      }
    }

    @Test
    void findsASignatureOfTheBodyAlone() {
      String base64 =
          Base64.getEncoder()
              .encodeToString(
                  HmacSigning.hmac(
                      Base64.getDecoder().decode(SECRET.reveal().substring("whsec_".length())),
                      BYTES));
      assertThat(explain("v1," + base64, BYTES, NOW).cause()).isEqualTo(Cause.OTHER_ALGORITHM);
    }

    @Test
    void findsASecretThatWasReadInAnotherWay() {
      byte[] decoded = Base64.getDecoder().decode(SECRET.reveal().substring("whsec_".length()));
      String hex = HexFormat.of().formatHex(HmacSigning.hmac(decoded, BYTES));
      assertThat(explain(hex, BYTES).cause()).isEqualTo(Cause.SECRET_ALTERED);
    }

    @Test
    void saysSoIfItFindsNothing() {
      Explanation unknown = explain(HmacSigning.hex("a stranger's", BODY), BYTES);
      assertThat(unknown.cause()).isEqualTo(Cause.UNKNOWN);
      assertThat(unknown.toString()).doesNotContain("a1", SECRET.reveal());
    }

    private Explanation explain(String signature, byte[] body) {
      return signature.startsWith("v1,")
          ? explain(signature, body, NOW)
          : Explanation.of(
              ofBody, post(Map.of("X-Signature", List.of("sha256=" + signature)), body));
    }

    private Explanation explain(String signature, byte[] body, Instant timestamp) {
      return Explanation.of(
          standard,
          post(
              Map.of(
                  "webhook-id",
                  List.of("m1"),
                  "webhook-timestamp",
                  List.of(String.valueOf(timestamp.getEpochSecond())),
                  "webhook-signature",
                  List.of(signature)),
              body));
    }
  }

  @Test
  void repeatsTheRefusalOfAnyOtherVerifier() {
    for (Reason reason : Reason.values()) {
      DeliveryVerifier other =
          new DeliveryVerifier() {
            @Override
            protected String authenticate(WebhookRequest request) {
              throw new DeliveryVerificationException(reason, "The ticket\u2028 is invalid");
            }
          };
      Explanation explanation = Explanation.of(other, post(Map.of(), new byte[0]));
      assertThat(explanation.cause()).isNotEqualTo(Cause.NONE);
      assertThat(explanation.advice()).isEqualTo("The ticket? is invalid (" + reason + ").");
    }
  }

  @Test
  void staysWithinASmallHeapForHostileBodies() throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx48m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                HostileBodies.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(child.getInputStream().readAllBytes(), UTF_8);
    assertThat(child.waitFor()).as(output).isZero();
  }

  private static WebhookRequest post(Map<String, List<String>> headers, byte[] body) {
    return WebhookRequest.of("POST", headers, body);
  }

  @Test
  void explainsNothingIfEveryoneIsAccepted() {
    assertThat(
            Explanation.of(InsecureVerification.acceptEveryone(), post(Map.of(), new byte[0]))
                .cause())
        .isEqualTo(Cause.NONE);
  }
}
