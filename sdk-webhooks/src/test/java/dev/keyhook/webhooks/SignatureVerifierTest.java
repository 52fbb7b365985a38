package dev.keyhook.webhooks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import dev.keyhook.CredentialsUnavailableException;
import dev.keyhook.DeliveryVerificationException;
import dev.keyhook.DeliveryVerificationException.Reason;
import dev.keyhook.DeliveryVerifier;
import dev.keyhook.WebhookRequest;
import dev.keyhook.webhooks.schlagehome.SchlageHomeWebhooks;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.Security;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.conscrypt.Conscrypt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureVerifierTest {

  private static final byte[] BODY = Requests.lockStateChanged("a1").getBytes(UTF_8);
  private static final KeyPair PAIR = Signing.newKeyPair(2048);
  private static final byte[] SIGNATURE = Signing.sign(PAIR.getPrivate(), Signing.RIGHT, BODY);

  /** The JDK's own way, and three providers of which two are native. */
  enum Engine {
    PLATFORM {
      @Override
      DeliveryVerifier verifier(PublicKey... keys) {
        return SchlageHomeWebhooks.signatureVerifier(keys);
      }
    },
    BOUNCY_CASTLE {
      @Override
      DeliveryVerifier verifier(PublicKey... keys) {
        return SchlageHomeWebhooks.signatureVerifier(new BouncyCastleProvider(), keys);
      }
    },
    CONSCRYPT {
      @Override
      DeliveryVerifier verifier(PublicKey... keys) {
        return SchlageHomeWebhooks.signatureVerifier(Conscrypt.newProvider(), keys);
      }

      @Override
      boolean isAvailable() {
        return Conscrypt.isAvailable();
      }
    },
    CORRETTO {
      @Override
      DeliveryVerifier verifier(PublicKey... keys) {
        return SchlageHomeWebhooks.signatureVerifier(AmazonCorrettoCryptoProvider.INSTANCE, keys);
      }

      @Override
      boolean isAvailable() {
        return AmazonCorrettoCryptoProvider.INSTANCE.getLoadingError() == null;
      }
    };

    abstract DeliveryVerifier verifier(PublicKey... keys);

    /** Native libraries are not there for every platform that this is built on. */
    boolean isAvailable() {
      return true;
    }
  }

  static Stream<Engine> engines() {
    return Arrays.stream(Engine.values()).filter(Engine::isAvailable);
  }

  static Stream<Arguments> enginesAndSizes() {
    return engines()
        .flatMap(
            engine ->
                Stream.of(2048, 2049, 2050, 2055, 3072, 4096).map(bits -> arguments(engine, bits)));
  }

  @ParameterizedTest
  @MethodSource("enginesAndSizes")
  void verifiesKeysOfAnySize(Engine engine, int bits) {
    KeyPair pair = Signing.keyPair(bits);
    byte[] signature = Signing.sign(pair.getPrivate(), Signing.RIGHT, BODY);

    assertVerified(engine.verifier(pair.getPublic()), signature, BODY);
    assertMismatch(engine.verifier(pair.getPublic()), signature, new byte[0]);
  }

  @ParameterizedTest
  @MethodSource("engines")
  void verifiesBodiesOfAnySize(Engine engine) {
    DeliveryVerifier verifier = engine.verifier(PAIR.getPublic());
    for (int size : new int[] {0, 1, 55, 56, 63, 64, 65, 4095, 4096, 4097, 1 << 20}) {
      byte[] body = new byte[size];
      Arrays.fill(body, (byte) 'x');
      assertVerified(verifier, Signing.sign(PAIR.getPrivate(), Signing.RIGHT, body), body);
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void verifiesKeysWithUnusualExponents(Engine engine) {
    for (BigInteger exponent :
        new BigInteger[] {
          RSAKeyGenParameterSpec.F0, BigInteger.valueOf(17), new BigInteger("4294967297")
        }) {
      KeyPair pair = Signing.keyPair(exponent);

      assertVerified(
          engine.verifier(pair.getPublic()),
          Signing.sign(pair.getPrivate(), Signing.RIGHT, BODY),
          BODY);
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void verifiesKeysThatAreMeantForPssOnly(Engine engine) {
    for (PSSParameterSpec allowed :
        new PSSParameterSpec[] {
          null, Signing.RIGHT, Signing.pss("SHA-256", MGF1ParameterSpec.SHA256, 20)
        }) {
      KeyPair pair = Signing.pssKeyPair(allowed);
      PublicKey fromText = SchlageHomeWebhooks.publicKey(Pem.of("PUBLIC KEY", pair.getPublic()));

      assertVerified(
          engine.verifier(fromText), Signing.sign(pair.getPrivate(), Signing.RIGHT, BODY), BODY);
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void refusesKeysThatAreMeantForOtherParameters(Engine engine) {
    for (PSSParameterSpec allowed :
        new PSSParameterSpec[] {
          Signing.pss("SHA-512", MGF1ParameterSpec.SHA512, 32),
          Signing.pss("SHA-256", MGF1ParameterSpec.SHA1, 32),
          Signing.pss("SHA-256", MGF1ParameterSpec.SHA256, 33)
        }) {
      KeyPair pair = Signing.pssKeyPair(allowed);

      assertThatIllegalArgumentException()
          .isThrownBy(() -> engine.verifier(pair.getPublic()))
          .withMessageContaining("only be used with other PSS parameters");
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void refusesEachSingleBitFlipOfTheSignature(Engine engine) {
    DeliveryVerifier verifier = engine.verifier(PAIR.getPublic());
    for (int bit = 0; bit < 8 * SIGNATURE.length; bit++) {
      assertMismatch(verifier, flipped(SIGNATURE, bit), BODY);
    }
  }

  @Test
  void refusesEachSingleBitFlipOfTheHeadersText() {
    DeliveryVerifier verifier = Engine.PLATFORM.verifier(PAIR.getPublic());
    byte[] text = Base64.getEncoder().encode(SIGNATURE);
    for (int bit = 0; bit < 8 * text.length; bit++) {
      String changed = new String(flipped(text, bit), ISO_8859_1);
      if (!changed.strip().equals(new String(text, UTF_8))) {
        assertRefused(verifier, Signing.carrying(changed, BODY));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void refusesEachSingleBitFlipOfTheBody(Engine engine) {
    DeliveryVerifier verifier = engine.verifier(PAIR.getPublic());
    for (int bit = 0; bit < 8 * BODY.length; bit++) {
      assertMismatch(verifier, SIGNATURE, flipped(BODY, bit));
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void refusesSaltsOfAnyOtherLength(Engine engine) {
    DeliveryVerifier verifier = engine.verifier(PAIR.getPublic());
    for (int salt = 0; salt <= 222; salt++) {
      PSSParameterSpec parameters = Signing.pss("SHA-256", MGF1ParameterSpec.SHA256, salt);
      byte[] signature = Signing.sign(PAIR.getPrivate(), parameters, BODY);
      if (salt == 32) {
        assertVerified(verifier, signature, BODY);
      } else {
        assertMismatch(verifier, signature, BODY);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void refusesOtherHashesMasksAndPaddings(Engine engine) {
    DeliveryVerifier verifier = engine.verifier(PAIR.getPublic());
    for (PSSParameterSpec other :
        List.of(
            Signing.pss("SHA-256", MGF1ParameterSpec.SHA1, 32),
            Signing.pss("SHA-256", MGF1ParameterSpec.SHA512, 32),
            Signing.pss("SHA-1", MGF1ParameterSpec.SHA1, 20),
            Signing.pss("SHA-224", MGF1ParameterSpec.SHA224, 32),
            Signing.pss("SHA-384", MGF1ParameterSpec.SHA384, 32),
            Signing.pss("SHA-512", MGF1ParameterSpec.SHA512, 64),
            Signing.pss("SHA-512", MGF1ParameterSpec.SHA256, 32),
            Signing.pss("SHA-512/256", MGF1ParameterSpec.SHA512_256, 32))) {
      assertMismatch(verifier, Signing.sign(PAIR.getPrivate(), other, BODY), BODY);
    }
    for (String other : List.of("SHA256withRSA", "SHA512withRSA", "SHA1withRSA", "NONEwithRSA")) {
      byte[] signed = other.startsWith("NONE") ? sha256(BODY) : BODY;
      assertMismatch(verifier, Signing.sign(PAIR.getPrivate(), other, null, signed), BODY);
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void refusesSignaturesOfAnyOtherLength(Engine engine) {
    DeliveryVerifier verifier = engine.verifier(PAIR.getPublic());
    for (int length = 0; length <= 600; length++) {
      byte[] cut = Arrays.copyOf(SIGNATURE, length);
      byte[] padded = new byte[Math.max(length, 256)];
      System.arraycopy(SIGNATURE, 0, padded, padded.length - 256, 256);
      for (byte[] signature : List.of(cut, padded)) {
        if (!Arrays.equals(signature, SIGNATURE)) {
          assertRefused(verifier, Signing.carrying(signature, BODY));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void refusesNumbersFromTheModulusOn(Engine engine) {
    DeliveryVerifier verifier = engine.verifier(PAIR.getPublic());
    BigInteger modulus = ((RSAPublicKey) PAIR.getPublic()).getModulus();
    BigInteger genuine = new BigInteger(1, SIGNATURE);
    assertMismatch(verifier, fixed(modulus, 256), BODY);
    assertMismatch(verifier, fixed(modulus.add(BigInteger.ONE), 256), BODY);
    assertMismatch(verifier, fixed(modulus.subtract(BigInteger.ONE), 256), BODY);
    assertMismatch(verifier, new byte[256], BODY);
    assertMismatch(verifier, fixed(BigInteger.ONE, 256), BODY);
    assertMismatch(
        verifier, fixed(BigInteger.ONE.shiftLeft(2048).subtract(BigInteger.ONE), 256), BODY);
    assertRefused(verifier, Signing.carrying(genuine.add(modulus).toByteArray(), BODY));
    // With 2^2047 < n < 2^2048 the sum fits into 256 bytes for small signatures only: make one.
    for (int i = 0; i < 64; i++) {
      byte[] body = ("{\"i\":" + i + "}").getBytes(UTF_8);
      BigInteger sum =
          new BigInteger(1, Signing.sign(PAIR.getPrivate(), Signing.RIGHT, body)).add(modulus);
      if (sum.bitLength() <= 2048) {
        assertMismatch(verifier, fixed(sum, 256), body);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("enginesAndSizes")
  void refusesEncodedMessagesThatAreWrongInOnePlace(Engine engine, int bits) throws Exception {
    KeyPair pair = Signing.keyPair(bits);
    DeliveryVerifier verifier = engine.verifier(pair.getPublic());
    RawPss pss = new RawPss(pair, BODY, sha256("salt".getBytes(UTF_8)));

    assertVerified(verifier, pss.signature(em -> em), BODY);
    assertMismatch(verifier, pss.signature(em -> with(em, em.length - 1, 0xcc)), BODY);
    assertMismatch(verifier, pss.signature(em -> with(em, em.length - 1, 0xbd)), BODY);
    assertMismatch(
        verifier, pss.signature(em -> with(em, em.length - 2, em[em.length - 2] ^ 1)), BODY);
    assertMismatch(verifier, pss.signatureWithDb(db -> with(db, 0, db[0] ^ 0x01)), BODY);
    assertMismatch(verifier, pss.signatureWithDb(db -> with(db, db.length - 33, 0x02)), BODY);
    assertMismatch(verifier, pss.signatureWithDb(db -> with(db, db.length - 33, 0x00)), BODY);
    assertMismatch(verifier, pss.signatureWithDb(db -> with(db, db.length - 34, 0x01)), BODY);
    assertMismatch(verifier, pss.signatureWithDb(db -> with(db, db.length - 40, 0x80)), BODY);
    for (byte[] forged : pss.signaturesWithStrayTopBits()) {
      assertMismatch(verifier, forged, BODY);
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void neverThrowsAnythingElseForRandomSignatures(Engine engine) {
    DeliveryVerifier verifier = engine.verifier(PAIR.getPublic());
    SplittableRandom random = new SplittableRandom(8017);
    for (int i = 0; i < 2000; i++) {
      byte[] signature = new byte[random.nextInt(8) == 0 ? random.nextInt(600) : 256];
      random.nextBytes(signature);
      assertRefused(verifier, Signing.carrying(signature, BODY));
    }
  }

  /** A second opinion: each is a check of the other's idea of what PSS is. */
  @ParameterizedTest
  @ValueSource(ints = {2048, 2049})
  void theJdkAndBouncyCastleAgreeOnRandomCases(int bits) throws Exception {
    long seed = Long.getLong("crypto.seed", 8017);
    SplittableRandom random = new SplittableRandom(seed);
    KeyPair pair = Signing.keyPair(bits);
    DeliveryVerifier jdk = Engine.PLATFORM.verifier(pair.getPublic());
    DeliveryVerifier bouncyCastle = Engine.BOUNCY_CASTLE.verifier(pair.getPublic());
    int verified = 0;
    for (int i = 0; i < 5_000; i += 5) {
      byte[] body = new byte[random.nextInt(200)];
      random.nextBytes(body);
      byte[] salt = new byte[random.nextInt(4) == 0 ? random.nextInt(64) : 32];
      random.nextBytes(salt);
      byte[] signature = anyEncoding(new RawPss(pair, body, salt), random);
      List<byte[]> signatures = new ArrayList<>(List.of(signature));
      while (signatures.size() < 5) {
        signatures.add(damaged(signature, random));
      }
      for (byte[] each : signatures) {
        WebhookRequest request = Signing.carrying(each, body);
        boolean byJdk = isVerified(jdk, request);
        assertThat(isVerified(bouncyCastle, request))
            .as("-Dcrypto.seed=%d, %d bits, from case %d on: the JDK says %s", seed, bits, i, byJdk)
            .isEqualTo(byJdk);
        verified += byJdk ? 1 : 0;
      }
    }
    assertThat(verified).isBetween(200, 4_000);
  }

  /** A right encoding, or one with a wrong byte before or after its mask. */
  private static byte[] anyEncoding(RawPss pss, SplittableRandom random) {
    return switch (random.nextInt(4)) {
      case 0 -> pss.signature(em -> damaged(em, random));
      case 1 -> pss.signatureWithDb(db -> damaged(db, random));
      default -> pss.signature(em -> em);
    };
  }

  private static byte[] damaged(byte[] bytes, SplittableRandom random) {
    return random.nextInt(8) == 0
        ? bytes
        : with(bytes, random.nextInt(bytes.length), random.nextInt(256));
  }

  private static boolean isVerified(DeliveryVerifier verifier, WebhookRequest request) {
    try {
      verifier.verify(request);
      return true;
    } catch (DeliveryVerificationException e) {
      return false;
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void saysWhichOfSeveralKeysItWas(Engine engine) {
    KeyPair large = Signing.keyPair(3072);
    KeyPair stranger = Signing.newKeyPair(2048);
    DeliveryVerifier verifier = engine.verifier(large.getPublic(), PAIR.getPublic());

    assertThat(verifier.verify(Signing.carrying(SIGNATURE, BODY)).credential()).isEqualTo("#2");
    assertThat(
            verifier
                .verify(
                    Signing.carrying(Signing.sign(large.getPrivate(), Signing.RIGHT, BODY), BODY))
                .credential())
        .isEqualTo("#1");
    assertMismatch(verifier, Signing.sign(stranger.getPrivate(), Signing.RIGHT, BODY), BODY);
  }

  @ParameterizedTest
  @MethodSource("engines")
  void refusesUnfitKeys(Engine engine) throws Exception {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> engine.verifier(Signing.keyPair(1024).getPublic()))
        .withMessageContaining("1024 bits");
    PublicKey elliptic = KeyPairGenerator.getInstance("EC").generateKeyPair().getPublic();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> engine.verifier(PAIR.getPublic(), elliptic))
        .withMessageContaining("RSA public key is needed");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> engine.verifier())
        .withMessageContaining("at least one");
  }

  @Test
  void usesTheJdksOwnImplementationWhateverElseIsInstalled() {
    Provider pretender = new Pretender();
    Security.insertProviderAt(pretender, 1);
    try {
      assertMismatch(Engine.PLATFORM.verifier(PAIR.getPublic()), new byte[256], BODY);
      assertVerified(Engine.PLATFORM.verifier(PAIR.getPublic()), SIGNATURE, BODY);
      assertThat(
              SchlageHomeWebhooks.signatureVerifier(pretender, PAIR.getPublic())
                  .verify(Signing.carrying(new byte[256], BODY))
                  .credential())
          .as("the one that was asked for is the one that is used")
          .isEqualTo("#1");
    } finally {
      Security.removeProvider(pretender.getName());
    }
  }

  @Test
  void refusesWhateverAProviderThrowsAtASignature() {
    DeliveryVerifier verifier =
        SchlageHomeWebhooks.signatureVerifier(new Pretender(), PAIR.getPublic());

    assertVerified(verifier, new byte[256], BODY);
    assertMismatch(verifier, with(new byte[256], 0, SaysYes.SIGNATURE_EXCEPTION), BODY);
    assertMismatch(verifier, with(new byte[256], 0, SaysYes.RUNTIME_EXCEPTION), BODY);
    assertThat(assertRefused(verifier, Signing.carrying(new byte[255], BODY)))
        .as("a length that is wrong is not even tried")
        .isEqualTo(Reason.HEADER_MALFORMED);
  }

  @Test
  void refusesAProviderThatCannotDoIt() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                SchlageHomeWebhooks.signatureVerifier(
                    Security.getProvider("SUN"), PAIR.getPublic()))
        .withMessageContaining("SUN has no RSASSA-PSS");
  }

  @Test
  void findsTheHeaderInAnyLetterCaseAndWithWhiteSpaceAroundIt() {
    DeliveryVerifier verifier = Engine.PLATFORM.verifier(PAIR.getPublic());
    String text = Base64.getEncoder().encodeToString(SIGNATURE);
    for (String name : List.of("WebHook-Signature", "webhook-signature", "WEBHOOK-SIGNATURE")) {
      assertThat(
              verifier
                  .verify(Requests.post(Map.of(name, List.of(" \t" + text + " ")), BODY))
                  .credential())
          .isEqualTo("#1");
    }
  }

  @Test
  void saysWhatIsWrongWithTheHeader() {
    String text = Base64.getEncoder().encodeToString(SIGNATURE);

    assertReason(Reason.HEADER_MISSING, Requests.post(Map.of(), BODY));
    assertReason(Reason.HEADER_MISSING, Requests.post(Map.of("Signature", List.of(text)), BODY));
    assertReason(
        Reason.HEADER_REPEATED,
        Requests.post(Map.of("WebHook-Signature", List.of(text, text)), BODY));
    assertReason(
        Reason.HEADER_REPEATED,
        Requests.post(
            Map.of("WebHook-Signature", List.of(text), "webhook-signature", List.of("")), BODY));
    assertReason(Reason.HEADER_EMPTY, Signing.carrying("", BODY));
    assertReason(Reason.HEADER_EMPTY, Signing.carrying(" \t", BODY));
    assertReason(Reason.HEADER_TOO_LONG, Signing.carrying("A".repeat(3000), BODY));
    for (String malformed :
        List.of(
            "?",
            "base64encodedsignature",
            text + "é",
            text + "\u0000",
            text + "\n" + text,
            text + "," + text,
            "sha256=" + text,
            '"' + text + '"',
            text.replace("=", ""),
            text.substring(1),
            HexFormat.of().formatHex(SIGNATURE),
            text.substring(0, 340),
            Base64.getMimeEncoder().encodeToString(SIGNATURE))) {
      assertReason(Reason.HEADER_MALFORMED, Signing.carrying(malformed, BODY));
    }
    assertReason(Reason.MISMATCH, Signing.carrying(text, "{}".getBytes(UTF_8)));
  }

  @Test
  void neverRepeatsHeaderOrBody() {
    String text = Base64.getEncoder().encodeToString(SIGNATURE);
    for (WebhookRequest request :
        List.of(
            Signing.carrying(text, "{\"pin\":\"1234\"}".getBytes(UTF_8)),
            Signing.carrying(text + "!", BODY),
            Signing.carrying(text.substring(0, 340), BODY))) {
      assertThatExceptionOfType(DeliveryVerificationException.class)
          .isThrownBy(() -> Engine.PLATFORM.verifier(PAIR.getPublic()).verify(request))
          .satisfies(
              e -> {
                assertThat(e.toString()).doesNotContain("1234", text.substring(0, 8));
                assertThat(e.getCause()).isNull();
              });
    }
  }

  @Test
  void asksItsSupplierAtEachDelivery() {
    KeyPair next = Signing.newKeyPair(2048);
    AtomicInteger asked = new AtomicInteger();
    AtomicReference<List<PublicKey>> keys = new AtomicReference<>(List.of(PAIR.getPublic()));
    DeliveryVerifier verifier =
        SchlageHomeWebhooks.signatureVerifier(
            () -> {
              asked.incrementAndGet();
              return keys.get();
            });
    byte[] signedByNext = Signing.sign(next.getPrivate(), Signing.RIGHT, BODY);

    assertVerified(verifier, SIGNATURE, BODY);
    assertMismatch(verifier, signedByNext, BODY);
    keys.set(List.of(PAIR.getPublic(), next.getPublic()));
    assertVerified(verifier, SIGNATURE, BODY);
    assertThat(verifier.verify(Signing.carrying(signedByNext, BODY)).credential()).isEqualTo("#2");
    keys.set(List.of(next.getPublic()));
    assertMismatch(verifier, SIGNATURE, BODY);
    assertThat(asked).hasValue(5);
  }

  @Test
  void saysThatItsSupplierFailed() {
    List<PublicKey> withNull = new ArrayList<>(List.of(PAIR.getPublic()));
    withNull.add(null);
    for (List<PublicKey> unfit :
        Arrays.asList(
            null, List.<PublicKey>of(), withNull, List.of(Signing.keyPair(1024).getPublic()))) {
      assertUnavailable(SchlageHomeWebhooks.signatureVerifier(() -> unfit));
    }
    assertUnavailable(
        SchlageHomeWebhooks.signatureVerifier(
            () -> {
              throw new IllegalStateException("no network");
            }));
  }

  private static void assertUnavailable(DeliveryVerifier verifier) {
    assertThatExceptionOfType(CredentialsUnavailableException.class)
        .isThrownBy(() -> verifier.verify(Signing.carrying(SIGNATURE, BODY)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUBLIC KEY", "RSA PUBLIC KEY"})
  void readsKeysFromText(String label) {
    PublicKey key = SchlageHomeWebhooks.publicKey(Pem.of(label, PAIR.getPublic()));

    assertVerified(Engine.PLATFORM.verifier(key), SIGNATURE, BODY);
  }

  @Test
  void hasTheKeyThatTheVendorPublished() {
    byte[] der = SchlageHomeWebhooks.publicKeyFromGitHub20240429().getEncoded();

    assertThat(HexFormat.of().formatHex(sha256(der)))
        .isEqualTo("c5995e1d90d2ee626ab6f2399109c73f0e1ebbd40ae45e2abeb78a6aa8d4cc8d");
  }

  private static void assertVerified(DeliveryVerifier verifier, byte[] signature, byte[] body) {
    assertThat(verifier.verify(Signing.carrying(signature, body)).body()).isEqualTo(body);
  }

  private static void assertMismatch(DeliveryVerifier verifier, byte[] signature, byte[] body) {
    assertThat(assertRefused(verifier, Signing.carrying(signature, body)))
        .isEqualTo(Reason.MISMATCH);
  }

  private static Reason assertRefused(DeliveryVerifier verifier, WebhookRequest request) {
    try {
      verifier.verify(request);
    } catch (DeliveryVerificationException e) {
      return e.reason();
    }
    throw new AssertionError("verified what it must refuse");
  }

  private static void assertReason(Reason reason, WebhookRequest request) {
    assertThat(assertRefused(Engine.PLATFORM.verifier(PAIR.getPublic()), request))
        .isEqualTo(reason);
  }

  private static byte[] flipped(byte[] bytes, int bit) {
    byte[] copy = bytes.clone();
    copy[bit / 8] ^= (byte) (1 << bit % 8);
    return copy;
  }

  private static byte[] with(byte[] bytes, int index, int value) {
    byte[] copy = bytes.clone();
    copy[index] = (byte) value;
    return copy;
  }

  private static byte[] fixed(BigInteger number, int length) {
    return RawPss.octets(number, length);
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** RSASSA-PSS by hand (RFC 8017 section 9.1.1), to make encodings that no provider makes. */
  private static final class RawPss {

    private final RSAPrivateCrtKey key;
    private final int emBits;
    private final int emLength;
    private final byte[] hash;
    private final byte[] db;

    RawPss(KeyPair pair, byte[] message, byte[] salt) throws GeneralSecurityException {
      key = (RSAPrivateCrtKey) pair.getPrivate();
      emBits = key.getModulus().bitLength() - 1;
      emLength = (emBits + 7) / 8;
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(new byte[8]);
      digest.update(sha256(message));
      digest.update(salt);
      hash = digest.digest();
      db = new byte[emLength - 33];
      db[db.length - salt.length - 1] = 1;
      System.arraycopy(salt, 0, db, db.length - salt.length, salt.length);
    }

    byte[] signature(UnaryOperator<byte[]> change) {
      return sign(change.apply(encode(db)));
    }

    byte[] signatureWithDb(UnaryOperator<byte[]> change) {
      return sign(encode(change.apply(db)));
    }

    /** The bits above emBits must be zero; where there are none, the byte before them. */
    List<byte[]> signaturesWithStrayTopBits() {
      List<byte[]> forged = new ArrayList<>();
      BigInteger genuine = new BigInteger(1, encode(db));
      for (int bit = emBits; bit < emBits + 2; bit++) {
        BigInteger number = genuine.setBit(bit);
        if (number.compareTo(key.getModulus()) < 0) {
          forged.add(sign(number));
        }
      }
      return forged;
    }

    private byte[] encode(byte[] dataBlock) {
      byte[] em = new byte[emLength];
      byte[] mask = mask(dataBlock.length);
      for (int i = 0; i < dataBlock.length; i++) {
        em[i] = (byte) (dataBlock[i] ^ mask[i]);
      }
      em[0] &= (byte) (0xff >>> (8 * emLength - emBits));
      System.arraycopy(hash, 0, em, dataBlock.length, 32);
      em[emLength - 1] = (byte) 0xbc;
      return em;
    }

    private byte[] mask(int length) {
      byte[] mask = new byte[(length + 31) / 32 * 32];
      for (int i = 0; i * 32 < length; i++) {
        byte[] seed = Arrays.copyOf(hash, 36);
        seed[35] = (byte) i;
        System.arraycopy(sha256(seed), 0, mask, 32 * i, 32);
      }
      return mask;
    }

    private byte[] sign(byte[] em) {
      return sign(new BigInteger(1, em));
    }

    private byte[] sign(BigInteger number) {
      // By the Chinese remainder theorem, which is several times faster (RFC 8017 section 5.2.1).
      BigInteger first = number.modPow(key.getPrimeExponentP(), key.getPrimeP());
      BigInteger second = number.modPow(key.getPrimeExponentQ(), key.getPrimeQ());
      BigInteger factor =
          first.subtract(second).multiply(key.getCrtCoefficient()).mod(key.getPrimeP());
      return octets(
          second.add(key.getPrimeQ().multiply(factor)), (key.getModulus().bitLength() + 7) / 8);
    }

    static byte[] octets(BigInteger number, int length) {
      byte[] octets = new byte[length];
      byte[] bytes = number.toByteArray();
      int from = Math.max(0, bytes.length - length);
      System.arraycopy(bytes, from, octets, length - (bytes.length - from), bytes.length - from);
      return octets;
    }
  }

  /** A provider that says yes to everything. */
  private static final class Pretender extends Provider {

    private static final long serialVersionUID = 1;

    Pretender() {
      super("Pretender", "1", "says yes");
      put("Signature.RSASSA-PSS", SaysYes.class.getName());
    }
  }

  /** A signature scheme that says yes to everything, or throws if the first byte says so. */
  public static final class SaysYes extends SignatureSpi {

    static final int SIGNATURE_EXCEPTION = 1;
    static final int RUNTIME_EXCEPTION = 2;

    @Override
    protected void engineInitVerify(PublicKey publicKey) {}

    @Override
    protected void engineInitSign(PrivateKey privateKey) {}

    @Override
    protected void engineUpdate(byte b) {}

    @Override
    protected void engineUpdate(byte[] bytes, int offset, int length) {}

    @Override
    protected byte[] engineSign() {
      return new byte[256];
    }

    @Override
    protected boolean engineVerify(byte[] signature) throws SignatureException {
      switch (signature[0]) {
        case SIGNATURE_EXCEPTION -> throw new SignatureException("of this provider");
        case RUNTIME_EXCEPTION -> throw new ProviderException("of this provider");
        default -> {
          return true;
        }
      }
    }

    @Override
    protected void engineSetParameter(AlgorithmParameterSpec parameters) {}

    @Override
    @Deprecated
    protected void engineSetParameter(String parameter, Object value) {}

    @Override
    @Deprecated
    protected Object engineGetParameter(String parameter) {
      throw new UnsupportedOperationException();
    }
  }
}
