package dev.keyhook.webhooks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keyhook.CredentialsUnavailableException;
import dev.keyhook.DeliveryVerifier;
import dev.keyhook.Explanation;
import dev.keyhook.Explanation.Cause;
import dev.keyhook.Secret;
import dev.keyhook.WebhookRequest;
import dev.keyhook.webhooks.internal.RsaPssVerifier;
import dev.keyhook.webhooks.schlagehome.SchlageHomeWebhooks;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyWebhooks;
import java.security.KeyPair;
import java.security.spec.MGF1ParameterSpec;
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
    private static final String BODY = Requests.lockStateChanged("a1");

    private final DeliveryVerifier verifier =
        SchlageHomeWebhooks.signatureVerifier(PAIR.getPublic());

    private Explanation explain(String signed, byte[] received) {
      return verifier.explain(
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
    void findsALineBreakTooMuchOrTooFew() {
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
    void findsABodyThatWasWrittenAgain() {
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
          RsaPssVerifier.ofKeys(
                  "WebHook-Signature",
                  null,
                  List.of(PAIR.getPublic()),
                  Map.of("the key of the test environment", other.getPublic()))
              .explain(request);
      assertThat(known.cause()).isEqualTo(Cause.OTHER_KEY);
      assertThat(known.advice()).contains("made with the key of the test environment");

      Explanation unknown = verifier.explain(request);
      assertThat(unknown.cause()).isEqualTo(Cause.UNKNOWN);
      assertThat(unknown.advice()).contains("not among the 1 given");
    }

    @Test
    void findsAHeaderThatIsMissingOrRenamed() {
      String text = Base64.getEncoder().encodeToString(signature());
      assertThat(verifier.explain(Requests.post(BODY)).cause()).isEqualTo(Cause.HEADER_MISSING);
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
              verifier
                  .explain(
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
              verifier
                  .explain(
                      Requests.post(
                          Map.of("WebHook-Signature", List.of("a", "b")), BODY.getBytes(UTF_8)))
                  .advice())
          .contains("arrives 2 times");
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
        assertThat(verifier.explain(Signing.carrying(signature, body)).cause())
            .isEqualTo(Cause.OTHER_ALGORITHM);
      }
    }

    @Test
    void saysSoIfItFindsNothing() {
      assertCause(Cause.UNKNOWN, BODY, BODY.replace("Locked", "Unlocked"));
      assertCause(Cause.UNKNOWN, BODY, "no JSON at all \"\\");
    }

    @Test
    void copesWithAHostileBody() {
      byte[] deep = new byte[1 << 20];
      Arrays.fill(deep, (byte) '[');
      byte[] backslashes = new byte[200_000];
      Arrays.fill(backslashes, (byte) '\\');
      byte[] shallow = Arrays.copyOf(deep, 200_000);
      for (byte[] body : List.of(deep, backslashes, shallow)) {
        assertThat(verifier.explain(Signing.carrying(signature(), body)).cause())
            .isEqualTo(Cause.UNKNOWN);
      }
    }

    @Test
    void cannotExplainWithoutKeys() {
      assertThatExceptionOfType(CredentialsUnavailableException.class)
          .isThrownBy(
              () ->
                  SchlageHomeWebhooks.signatureVerifier(List::of)
                      .explain(Signing.carrying(signature(), BODY.getBytes(UTF_8))));
    }

    private byte[] signature() {
      return Signing.sign(PAIR.getPrivate(), Signing.RIGHT, BODY.getBytes(UTF_8));
    }

    private Explanation explainHeader(String name, String value) {
      return verifier.explain(Requests.post(Map.of(name, List.of(value)), BODY.getBytes(UTF_8)));
    }
  }

  @Nested
  class OfASecret {

    private static final String TOKEN = Requests.TOKEN;

    private final DeliveryVerifier inHeader =
        SmartphoneKeyWebhooks.headerVerifier(
            "X-Acme-Key", Secret.of("the-one-before"), Secret.of(TOKEN));
    private final DeliveryVerifier bearer = SmartphoneKeyWebhooks.bearerVerifier(Secret.of(TOKEN));

    @Test
    void findsNothingWrongWithAGenuineDelivery() {
      assertCause(Cause.NONE, inHeader, "X-Acme-Key", TOKEN);
      assertCause(Cause.NONE, bearer, "Authorization", "Bearer " + TOKEN);
    }

    @Test
    void findsAHeaderThatIsMissingOrRenamed() {
      assertThat(inHeader.explain(Requests.post("{}")).cause()).isEqualTo(Cause.HEADER_MISSING);
      assertCause(Cause.HEADER_MISSING, inHeader, "X-Other", "x");
      assertCause(Cause.HEADER_RENAMED, inHeader, "X-Other", TOKEN);
      assertCause(Cause.HEADER_RENAMED, inHeader, "Authorization", "Bearer " + TOKEN);
      assertCause(Cause.HEADER_RENAMED, bearer, "X-Forwarded-Authorization", "Bearer " + TOKEN);
    }

    @Test
    void findsASecretThatIsNearlyRight() {
      assertCause(Cause.NEARLY_RIGHT, inHeader, "X-Acme-Key", "Bearer " + TOKEN);
      assertCause(Cause.NEARLY_RIGHT, inHeader, "X-Acme-Key", '"' + TOKEN + '"');
      assertCause(Cause.NEARLY_RIGHT, inHeader, "X-Acme-Key", TOKEN + "\n");
      assertCause(Cause.NEARLY_RIGHT, inHeader, "X-Acme-Key", "AN" + TOKEN.substring(2));
      assertCause(Cause.NEARLY_RIGHT, bearer, "Authorization", "Basic " + TOKEN);
      assertCause(Cause.NEARLY_RIGHT, bearer, "Authorization", "Bearer '" + TOKEN + "'");
    }

    @Test
    void findsAMalformedHeader() {
      assertCause(Cause.HEADER_MALFORMED, bearer, "Authorization", TOKEN);
      assertCause(Cause.HEADER_MALFORMED, bearer, "Authorization", "Digest abc");
      assertCause(Cause.HEADER_MALFORMED, inHeader, "X-Acme-Key", "");
      assertCause(Cause.HEADER_MALFORMED, inHeader, "X-Acme-Key", "é");
      assertThat(
              inHeader
                  .explain(
                      WebhookRequest.of(
                          "POST", Map.of("X-Acme-Key", List.of(TOKEN, TOKEN)), new byte[0]))
                  .advice())
          .contains("arrives 2 times");
    }

    @Test
    void saysSoIfItFindsNothing() {
      assertCause(Cause.UNKNOWN, inHeader, "X-Acme-Key", "somebody-elses");
      assertCause(Cause.UNKNOWN, bearer, "Authorization", "Bearer somebody-elses");
    }

    private void assertCause(Cause cause, DeliveryVerifier verifier, String name, String value) {
      Explanation explanation =
          verifier.explain(Requests.post(Map.of(name, List.of(value)), new byte[0]));
      assertThat(explanation.cause()).as(explanation.toString()).isEqualTo(cause);
      assertThat(explanation.toString()).doesNotContain(TOKEN, "somebody-elses", "the-one-before");
    }
  }

  @Test
  void acceptingEveryoneNeedsNoExplanation() {
    assertThat(InsecureVerification.acceptEveryone().explain(Requests.post("")).cause())
        .isEqualTo(Cause.NONE);
  }
}
