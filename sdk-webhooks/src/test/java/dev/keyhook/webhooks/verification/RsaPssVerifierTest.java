package dev.keyhook.webhooks.verification;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import dev.keyhook.CredentialsUnavailableException;
import dev.keyhook.DeliveryVerificationException;
import dev.keyhook.DeliveryVerificationException.Reason;
import dev.keyhook.DeliveryVerifier;
import dev.keyhook.WebhookRequest;
import dev.keyhook.webhooks.Signing;
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
import java.util.stream.Stream;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.conscrypt.Conscrypt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RsaPssVerifierTest {

  private static final String HEADER = "WebHook-Signature";
  private static final byte[] BODY =
      "{\"eventId\":\"a1\",\"data\":{\"lockState\":\"Locked\",\"name\":\"Zoë / 2\"}}"
          .getBytes(UTF_8);
  private static final KeyPair PAIR = Signing.newKeyPair(2048);
  private static final byte[] SIGNATURE = Signing.sign(PAIR.getPrivate(), Signing.RIGHT, BODY);

  /** The JDK's own provider, and three others, two of them native. */
  enum Engine {
    PLATFORM {
      @Override
      DeliveryVerifier verifier(PublicKey... keys) {
        return RsaPssVerifier.inHeader(HEADER, keys);
      }
    },
    BOUNCY_CASTLE {
      @Override
      DeliveryVerifier verifier(PublicKey... keys) {
        return by(new BouncyCastleProvider(), keys);
      }
    },
    CONSCRYPT {
      @Override
      DeliveryVerifier verifier(PublicKey... keys) {
        return by(Conscrypt.newProvider(), keys);
      }

      @Override
      boolean isAvailable() {
        return Conscrypt.isAvailable();
      }
    },
    CORRETTO {
      @Override
      DeliveryVerifier verifier(PublicKey... keys) {
        return by(AmazonCorrettoCryptoProvider.INSTANCE, keys);
      }

      @Override
      boolean isAvailable() {
        return AmazonCorrettoCryptoProvider.INSTANCE.getLoadingError() == null;
      }
    };

    abstract DeliveryVerifier verifier(PublicKey... keys);

    /** The native libraries do not exist for every platform. */
    boolean isAvailable() {
      return true;
    }
  }

  private static DeliveryVerifier by(Provider provider, PublicKey... keys) {
    return RsaPssVerifier.builder(HEADER).provider(provider).keys(keys).build();
  }

  private static WebhookRequest post(Map<String, List<String>> headers, byte[] body) {
    return WebhookRequest.of("POST", headers, body);
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
      PublicKey fromText = RsaPssVerifier.publicKey(Pem.of("PUBLIC KEY", pair.getPublic()));

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
  void refusesSignaturesThatAreNotBelowTheModulus(Engine engine) {
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

  /** Two independent implementations, which check each other. */
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

  /** A valid encoding, or one with a wrong byte before or after masking. */
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
  void namesWhichOfSeveralKeysMatched(Engine engine) {
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
  void refusesUnsuitableKeys(Engine engine) throws Exception {
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
  void usesTheJdksOwnImplementationEvenIfAnotherIsInstalledBeforeIt() {
    Provider pretender = new Pretender();
    Security.insertProviderAt(pretender, 1);
    try {
      assertMismatch(Engine.PLATFORM.verifier(PAIR.getPublic()), new byte[256], BODY);
      assertVerified(Engine.PLATFORM.verifier(PAIR.getPublic()), SIGNATURE, BODY);
      assertThat(
              by(pretender, PAIR.getPublic())
                  .verify(Signing.carrying(new byte[256], BODY))
                  .credential())
          .as("the one that was asked for is the one that is used")
          .isEqualTo("#1");
    } finally {
      Security.removeProvider(pretender.getName());
    }
  }

  @Test
  void refusesTheRequestIfAProviderThrowsForItsSignature() {
    DeliveryVerifier verifier = by(new Pretender(), PAIR.getPublic());

    assertVerified(verifier, new byte[256], BODY);
    assertMismatch(verifier, with(new byte[256], 0, SaysYes.SIGNATURE_EXCEPTION), BODY);
    assertMismatch(verifier, with(new byte[256], 0, SaysYes.RUNTIME_EXCEPTION), BODY);
    assertThat(assertRefused(verifier, Signing.carrying(new byte[255], BODY)))
        .as("a length that is wrong is not even tried")
        .isEqualTo(Reason.HEADER_MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(ints = {SaysYes.PROVIDER_EXCEPTION, SaysYes.LINKAGE_ERROR})
  void saysThatItsProviderFailedInsteadOfRefusing(int failure) {
    DeliveryVerifier verifier = by(new Pretender(), PAIR.getPublic());

    assertThatExceptionOfType(CredentialsUnavailableException.class)
        .isThrownBy(() -> verifier.verify(Signing.carrying(with(new byte[256], 0, failure), BODY)))
        .withMessageContaining("The security provider Pretender failed");
  }

  @Test
  void refusesAProviderWithoutTheAlgorithm() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> by(Security.getProvider("SUN"), PAIR.getPublic()))
        .withMessageContaining("SUN has no RSASSA-PSS");
  }

  @Test
  void findsTheHeaderInAnyLetterCaseAndWithWhiteSpaceAroundIt() {
    DeliveryVerifier verifier = Engine.PLATFORM.verifier(PAIR.getPublic());
    String text = Base64.getEncoder().encodeToString(SIGNATURE);
    for (String name : List.of("WebHook-Signature", "webhook-signature", "WEBHOOK-SIGNATURE")) {
      assertThat(
              verifier.verify(post(Map.of(name, List.of(" \t" + text + " ")), BODY)).credential())
          .isEqualTo("#1");
    }
  }

  @Test
  void namesTheErrorInTheHeader() {
    String text = Base64.getEncoder().encodeToString(SIGNATURE);

    assertReason(Reason.HEADER_MISSING, post(Map.of(), BODY));
    assertReason(Reason.HEADER_MISSING, post(Map.of("Signature", List.of(text)), BODY));
    assertReason(
        Reason.HEADER_REPEATED, post(Map.of("WebHook-Signature", List.of(text, text)), BODY));
    assertReason(
        Reason.HEADER_REPEATED,
        post(Map.of("WebHook-Signature", List.of(text), "webhook-signature", List.of("")), BODY));
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
  void refusesAMissingOrMalformedHeaderBeforeTheBodyIsRead() {
    DeliveryVerifier verifier = Engine.PLATFORM.verifier(PAIR.getPublic());
    String text = Base64.getEncoder().encodeToString(SIGNATURE);
    byte[] noBody = {};

    assertThat(headReason(verifier, post(Map.of(), noBody))).isEqualTo(Reason.HEADER_MISSING);
    for (String malformed : List.of("?", text.replace("=", ""), text.substring(0, 340))) {
      assertThat(headReason(verifier, Signing.carrying(malformed, noBody)))
          .isEqualTo(Reason.HEADER_MALFORMED);
    }
    verifier.verifyHead(Signing.carrying(text, noBody));
  }

  private static Reason headReason(DeliveryVerifier verifier, WebhookRequest head) {
    return catchThrowableOfType(
            DeliveryVerificationException.class, () -> verifier.verifyHead(head))
        .reason();
  }

  @Test
  void refusesToSetKeysTwice() {
    assertThatIllegalStateException()
        .isThrownBy(() -> RsaPssVerifier.builder(HEADER).build())
        .withMessageContaining("keys(...)");
    assertThatIllegalStateException()
        .isThrownBy(() -> RsaPssVerifier.builder(HEADER).keys(PAIR.getPublic()).keys(List::of))
        .withMessageContaining("already set");
  }

  @Test
  void neverPrintsHeaderOrBody() {
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
  void callsItsSupplierForEachDelivery() {
    KeyPair next = Signing.newKeyPair(2048);
    AtomicInteger asked = new AtomicInteger();
    AtomicReference<List<PublicKey>> keys = new AtomicReference<>(List.of(PAIR.getPublic()));
    DeliveryVerifier verifier =
        RsaPssVerifier.inHeader(
            HEADER,
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
      assertUnavailable(RsaPssVerifier.inHeader(HEADER, () -> unfit));
    }
    assertUnavailable(
        RsaPssVerifier.inHeader(
            HEADER,
            () -> {
              throw new IllegalStateException("no network");
            }));
    assertUnavailable(
        RsaPssVerifier.inHeader(
            HEADER,
            () -> {
              throw new NoClassDefFoundError("com/example/VaultClient");
            }));
  }

  private static void assertUnavailable(DeliveryVerifier verifier) {
    assertThatExceptionOfType(CredentialsUnavailableException.class)
        .isThrownBy(() -> verifier.verify(Signing.carrying(SIGNATURE, BODY)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUBLIC KEY", "RSA PUBLIC KEY"})
  void readsKeysFromText(String label) {
    PublicKey key = RsaPssVerifier.publicKey(Pem.of(label, PAIR.getPublic()));

    assertVerified(Engine.PLATFORM.verifier(key), SIGNATURE, BODY);
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

  /** A provider that accepts every signature. */
  private static final class Pretender extends Provider {

    private static final long serialVersionUID = 1;

    Pretender() {
      super("Pretender", "1", "says yes");
      put("Signature.RSASSA-PSS", SaysYes.class.getName());
    }
  }

  /** A signature scheme that accepts everything, or throws if the first byte requests it. */
  public static final class SaysYes extends SignatureSpi {

    static final int SIGNATURE_EXCEPTION = 1;
    static final int RUNTIME_EXCEPTION = 2;
    static final int PROVIDER_EXCEPTION = 3;
    static final int LINKAGE_ERROR = 4;

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
        case RUNTIME_EXCEPTION -> throw new ArrayIndexOutOfBoundsException("of this provider");
        case PROVIDER_EXCEPTION -> throw new ProviderException("the token was removed");
        case LINKAGE_ERROR -> throw new UnsatisfiedLinkError("no native library");
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
