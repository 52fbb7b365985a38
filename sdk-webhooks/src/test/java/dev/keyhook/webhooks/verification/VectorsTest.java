package dev.keyhook.webhooks.verification;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import dev.keyhook.DeliveryVerifier;
import dev.keyhook.Secret;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.conscrypt.Conscrypt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the vectors in {@code src/test/resources/vectors}, most of which must be refused. */
class VectorsTest {

  @Test
  void rsaPss() throws Exception {
    VectorFile file = VectorFile.read("rsa-pss.txt");
    PublicKey key =
        KeyFactory.getInstance("RSA")
            .generatePublic(
                new X509EncodedKeySpec(Base64.getDecoder().decode(file.settings().get("key"))));
    for (Provider provider : rsaProviders()) {
      check(
          file,
          RsaPssVerifier.builder(RsaPssVectors.HEADER).provider(provider).keys(key).build(),
          provider.getName());
    }
  }

  private static List<Provider> rsaProviders() {
    List<Provider> providers =
        new ArrayList<>(List.of(Security.getProvider("SunRsaSign"), new BouncyCastleProvider()));
    // The native libraries do not exist for every platform.
    if (Conscrypt.isAvailable()) {
      providers.add(Conscrypt.newProvider());
    }
    if (AmazonCorrettoCryptoProvider.INSTANCE.getLoadingError() == null) {
      providers.add(AmazonCorrettoCryptoProvider.INSTANCE);
    }
    return providers;
  }

  @Test
  void hmacOfTheBody() {
    VectorFile file = VectorFile.read("hmac-of-body.txt");
    String previous =
        new String(Base64.getDecoder().decode(file.settings().get("previous")), UTF_8);
    for (Provider provider : hmacProviders()) {
      check(
          file,
          HmacVerifier.builder(HmacVectors.HEADER)
              .prefix("sha256=")
              .provider(provider)
              .secrets(Secret.of(file.settings().get("secret")), Secret.of(previous))
              .build(),
          provider.getName());
    }
  }

  @Test
  void standardWebhooks() {
    VectorFile file = VectorFile.read("standard-webhooks.txt");
    for (Provider provider : hmacProviders()) {
      check(
          file,
          HmacVerifier.builder("webhook-signature")
              .prefix("v1,")
              .base64()
              .signaturesSeparatedBy(' ')
              .signedIdAndTimestamp("webhook-id", "webhook-timestamp")
              .clock(Clock.fixed(Instant.parse(file.settings().get("clock")), ZoneOffset.UTC))
              .base64Secrets()
              .provider(provider)
              .secrets(secrets(file))
              .build(),
          provider.getName());
    }
  }

  private static List<Provider> hmacProviders() {
    return List.of(Security.getProvider("SunJCE"), new BouncyCastleProvider());
  }

  @Test
  void secretInAHeader() {
    VectorFile file = VectorFile.read("secret-in-header.txt");
    check(
        file,
        SharedSecretVerifier.inHeader(file.settings().get("header"), secrets(file)),
        "inHeader");
  }

  @Test
  void bearerToken() {
    VectorFile file = VectorFile.read("bearer-token.txt");
    check(file, SharedSecretVerifier.bearer(secrets(file)), "bearer");
  }

  private static Secret[] secrets(VectorFile file) {
    return new Secret[] {
      Secret.of(file.settings().get("secret")), Secret.of(file.settings().get("previous"))
    };
  }

  private static void check(VectorFile file, DeliveryVerifier verifier, String by) {
    assertThat(file.vectors())
        .hasSizeGreaterThan(25)
        .extracting(Vector::name)
        .doesNotHaveDuplicates();
    for (Vector vector : file.vectors()) {
      assertThat(vector.verifiedBy(verifier))
          .as("%s, by %s", vector, by)
          .isEqualTo(vector.result());
    }
  }

  @Test
  void filesContainWhatTheGeneratorMakes() {
    Map<String, VectorFile> generated = VectorGenerator.files();
    generated.forEach(
        (name, file) -> {
          VectorFile kept = VectorFile.read(name);
          if (name.equals("rsa-pss.txt")) { // its key is new each time
            assertThat(outline(kept)).as(name).isEqualTo(outline(file));
          } else {
            assertThat(kept.text()).as(name).isEqualTo(file.text());
          }
        });
  }

  private static List<String> outline(VectorFile file) {
    return file.vectors().stream().map(vector -> vector + ": " + vector.result()).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\\", "\"", "\\u0041", "a = b", "\u0000\u00ff\uffff"})
  void writingAndReadingAVectorIsLossless(String value) {
    Vector vector =
        Vector.of("a case", List.of(Map.entry("X-A", value)), value.getBytes(UTF_8), "#1");
    VectorFile written = new VectorFile(Map.of("key", "x"), List.of(vector));

    assertThat(VectorFile.parse(written.text()).text()).isEqualTo(written.text());
    assertThat(VectorFile.parse(written.text()).vectors().get(0).headers().get(0).getValue())
        .isEqualTo(value);
  }
}
