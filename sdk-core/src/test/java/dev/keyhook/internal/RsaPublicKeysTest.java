package dev.keyhook.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RsaPublicKeysTest {

  /** Made with {@code openssl req -x509}; it was valid for one day. */
  private static final String CERTIFICATE =
      """
          -----BEGIN CERTIFICATE-----
          MIIDDzCCAfegAwIBAgIUWXx4rzxt9SiY5rluMoSZs6KoXwYwDQYJKoZIhvcNAQEL
          BQAwFzEVMBMGA1UEAwwMa2V5aG9vay10ZXN0MB4XDTI2MTEyMjA1MDc1NloXDTI2
          MTEyMzA1MDc1NlowFzEVMBMGA1UEAwwMa2V5aG9vay10ZXN0MIIBIjANBgkqhkiG
          9w0BAQEFAAOCAQ8AMIIBCgKCAQEAygLhCjXWbViRFph2W2iF0Tvf1+FCNRXME9/n
          ifwVCgN7ju/z5CCjPdCvcDhF7HACaZ+owdmQEZ2EJv/ikoarfTvJgDNjTaGq9tAl
          6q3OgaDunubuG1w44FMxnZxdPkGCU8Oq8V7OtYnxxFo1BpU57H/fpDlJZLsR/C8G
          IzRZpKZhL8YJfg/UdeBMmp0F/nyw1yfIoU3oE4lbmkKwLuoC9AMeVPvBljI4IjF2
          PV7ixcIpIiKVWDIollCQWh3AI+MxoWN78ZqtJxdF72jjGac9ZLvu1ueIwouqUfeY
          zx/qP0Q8i/Ep5ehp9/T3zS8LYibs1YgkNwfS0ev2Rjb412/KcQIDAQABo1MwUTAd
          BgNVHQ4EFgQUkz/r5gwt0N0OAf0En547FEHHhyYwHwYDVR0jBBgwFoAUkz/r5gwt
          0N0OAf0En547FEHHhyYwDwYDVR0TAQH/BAUwAwEB/zANBgkqhkiG9w0BAQsFAAOC
          AQEAA1IJaexkxwO7jxdAdxPBuViO40P2BLj0itjO4IiT9zZoqmn1Eet3l8rjEpBo
          uUYieeuIuDXaT7Yvt5I8BTLVQu+30GccqDvfFtLYL6j/b4FhMc5EJ9eoFHBJUPy5
          1nUqH0BHd029TjbMY6bbY2ffK8MxYe4CEh/a4jzGTDGyF5rTjcUod7PKfehcxi5D
          T+6tANVeC31FhCol64AmEoPzmIJWlASeiQ0fw7x6nlsWL6+4tOK2kogyAUl6lZZW
          va+689IkytMPeGoM9I/maqYnqAM3O1Iu7JxdkVYYO2idBcSBTQ4egMNxPKQWyPxG
          bwXMWeQF6BcFGWcchAcCSEjRlw==
          -----END CERTIFICATE-----
          """;

  private static final KeyPair PAIR = rsa(2048);
  private static final RSAPublicKey KEY = (RSAPublicKey) PAIR.getPublic();

  @Test
  void readsASubjectPublicKeyInfo() {
    assertThat(RsaPublicKeys.fromPem(pem("PUBLIC KEY", KEY.getEncoded()))).isEqualTo(KEY);
  }

  @Test
  void readsAPkcs1Key() {
    assertThat(RsaPublicKeys.fromPem(pem("RSA PUBLIC KEY", pkcs1(KEY)))).isEqualTo(KEY);
  }

  @Test
  void readsTheKeyOfAnExpiredCertificate() {
    RSAPublicKey key = RsaPublicKeys.fromPem(CERTIFICATE);

    assertThat(key.getModulus().bitLength()).isEqualTo(2048);
    assertThat(key.getModulus().toString(16)).startsWith("ca02e10a35d66d5891169876");
  }

  @ParameterizedTest
  @ValueSource(ints = {2048, 3072, 4096})
  void readsPssKeysWithAndWithoutParameters(int bits) throws Exception {
    PSSParameterSpec parameters =
        new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);
    for (PSSParameterSpec spec : new PSSParameterSpec[] {null, parameters}) {
      RSAPublicKey key =
          (RSAPublicKey)
              pair("RSASSA-PSS", new RSAKeyGenParameterSpec(bits, RSAKeyGenParameterSpec.F4, spec))
                  .getPublic();

      RSAPublicKey read = RsaPublicKeys.fromPem(pem("PUBLIC KEY", key.getEncoded()));

      assertThat(read.getModulus()).isEqualTo(key.getModulus());
      assertThat(read.getParams() == null).isEqualTo(spec == null);
    }
  }

  @Test
  void readsTextInAnyLayout() {
    String pem = pem("PUBLIC KEY", KEY.getEncoded());
    String base64 = Base64.getEncoder().encodeToString(KEY.getEncoded());

    assertThat(RsaPublicKeys.fromPem("\uFEFF" + pem)).isEqualTo(KEY);
    assertThat(RsaPublicKeys.fromPem("our partner's key:\n\n" + pem + "\nsent by mail"))
        .isEqualTo(KEY);
    assertThat(RsaPublicKeys.fromPem(pem.replace("\n", "\r\n"))).isEqualTo(KEY);
    assertThat(RsaPublicKeys.fromPem(pem.replace("\n", "\n  "))).isEqualTo(KEY);
    assertThat(RsaPublicKeys.fromPem(pem.replace("\n", " "))).isEqualTo(KEY);
    assertThat(
            RsaPublicKeys.fromPem(
                "-----BEGIN PUBLIC KEY-----" + base64 + "-----END PUBLIC KEY-----"))
        .isEqualTo(KEY);
  }

  @Test
  void acceptsAKeyOfAFactory() throws Exception {
    PublicKey key =
        KeyFactory.getInstance("RSA")
            .generatePublic(new RSAPublicKeySpec(KEY.getModulus(), KEY.getPublicExponent()));

    assertThat(RsaPublicKeys.requireUsable(key)).isSameAs(key);
  }

  @Test
  void saysThatThereIsNoText() {
    assertRefused("", "The text is empty");
    assertRefused(" \n", "The text is empty");
  }

  @Test
  void saysThatThePemLinesAreMissing() {
    assertRefused(
        Base64.getMimeEncoder().encodeToString(KEY.getEncoded()), "base64 without PEM lines");
    assertRefused("key.pem", "no line -----BEGIN PUBLIC KEY-----");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PRIVATE KEY",
        "RSA PRIVATE KEY",
        "EC PRIVATE KEY",
        "ENCRYPTED PRIVATE KEY",
        "OPENSSH PRIVATE KEY"
      })
  void saysThatAPrivateKeyMustNotBeHere(String label) {
    assertRefused(pem(label, PAIR.getPrivate().getEncoded()), "is a private key");
  }

  @Test
  void saysWhichOtherKindOfPemBlockItIs() {
    assertRefused("ssh-rsa AAAAB3NzaC1yc2E= me@home", "SSH key");
    assertRefused("---- BEGIN SSH2 PUBLIC KEY ----\nAAAA\n", "SSH key");
    assertRefused("{\"kty\":\"RSA\"}", "JWK");
    assertRefused(pem("CERTIFICATE REQUEST", KEY.getEncoded()), "labelled CERTIFICATE REQUEST");
  }

  @Test
  void saysThatThereAreSeveralBlocks() {
    String pem = pem("PUBLIC KEY", KEY.getEncoded());

    assertRefused(pem + pem, "several PEM blocks");
    assertRefused(CERTIFICATE + CERTIFICATE, "several PEM blocks");
  }

  @Test
  void saysThatTheTextIsTruncated() {
    String pem = pem("PUBLIC KEY", KEY.getEncoded());

    assertRefused(pem.substring(0, pem.length() / 2), "truncated: no END line");
    assertRefused(pem.substring(pem.indexOf('\n')), "no BEGIN line");
    assertRefused(pem("PUBLIC KEY", Arrays.copyOf(KEY.getEncoded(), 200)), "block is damaged");
    assertRefused(pem("CERTIFICATE", Arrays.copyOf(KEY.getEncoded(), 200)), "block is damaged");
    assertRefused(pem("RSA PUBLIC KEY", new byte[] {0x30}), "block is damaged");
    assertRefused("-----BEGIN PUBLIC KEY", "BEGIN line is damaged");
  }

  @Test
  void saysThatTheTextIsDamaged() {
    String pem = pem("PUBLIC KEY", KEY.getEncoded());

    assertRefused(pem.replace("-----END PUBLIC", "-----END RSA PUBLIC"), "does not match");
    assertRefused(pem.replace("MII", "M*I"), "not base64");
    assertRefused(pem.replace("MII", "M_I"), "URL-safe");
    assertRefused(pem.replace("\n", "\\n"), "backslashes");
    assertRefused("-----BEGIN PUBLIC KEY-----\n\n-----END PUBLIC KEY-----", "block is empty");
    assertRefused(
        pem("PUBLIC KEY", Arrays.copyOf(KEY.getEncoded(), KEY.getEncoded().length + 1)),
        "something follows the key");
    assertRefused(
        pem("RSA PUBLIC KEY", Arrays.copyOf(pkcs1(KEY), pkcs1(KEY).length + 1)),
        "something follows the key");
    byte[] certificate = Base64.getMimeDecoder().decode(body(CERTIFICATE));
    assertRefused(
        pem("CERTIFICATE", Arrays.copyOf(certificate, certificate.length + 1)),
        "something follows the key");
    assertRefused(pem("CERTIFICATE", CERTIFICATE.getBytes(UTF_8)), "CERTIFICATE block is damaged");
    assertRefused(pem("PUBLIC KEY", new byte[] {0x04, 0x01, 0x00}), "block is damaged");
    assertRefused(pem("PUBLIC KEY", new byte[] {0x30, 0x00}), "block is damaged");
    assertRefused(pem("PUBLIC KEY", new byte[] {0x30, 0x02, 0x05, 0x00}), "block is damaged");
    assertRefused(pem("CERTIFICATE", KEY.getEncoded()), "CERTIFICATE block is damaged");
  }

  @Test
  void saysThatTheLabelIsWrong() {
    assertRefused(pem("PUBLIC KEY", pkcs1(KEY)), "label it RSA PUBLIC KEY");
    assertRefused(pem("RSA PUBLIC KEY", KEY.getEncoded()), "label it PUBLIC KEY");
  }

  @ParameterizedTest
  @CsvSource({"EC,EC", "Ed25519,EdDSA", "X25519,XDH", "DSA,DSA"})
  void saysThatTheKeyIsForAnotherAlgorithm(String algorithm, String name) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    if (algorithm.equals("EC")) {
      generator.initialize(new ECGenParameterSpec("secp256r1"));
    }
    PublicKey key = generator.generateKeyPair().getPublic();

    assertRefused(pem("PUBLIC KEY", key.getEncoded()), "for " + name);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RsaPublicKeys.requireUsable(key))
        .withMessageContaining("RSA public key is needed");
  }

  @Test
  void refusesShortKeys() {
    for (int bits : new int[] {1024, 2047}) {
      assertRefused(pem("PUBLIC KEY", rsa(bits).getPublic().getEncoded()), bits + " bits");
    }
  }

  @Test
  void refusesKeysWithImpossibleNumbers() {
    BigInteger modulus = KEY.getModulus();

    for (BigInteger exponent :
        new BigInteger[] {
          BigInteger.ONE.negate(),
          BigInteger.ZERO,
          BigInteger.ONE,
          BigInteger.TWO,
          BigInteger.valueOf(65536),
          modulus,
          modulus.add(BigInteger.TWO)
        }) {
      assertThatIllegalArgumentException()
          .as("exponent %s", exponent)
          .isThrownBy(() -> RsaPublicKeys.requireUsable(new Numbers(modulus, exponent)))
          .withMessageContaining("impossible");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                RsaPublicKeys.requireUsable(
                    new Numbers(modulus.add(BigInteger.ONE), RSAKeyGenParameterSpec.F4)))
        .withMessageContaining("impossible");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                RsaPublicKeys.requireUsable(
                    new Numbers(
                        BigInteger.ONE.shiftLeft(16384).add(BigInteger.ONE),
                        RSAKeyGenParameterSpec.F4)))
        .withMessageContaining("16385 bits");
    RSAPublicKey longest =
        new Numbers(BigInteger.ONE.shiftLeft(16383).add(BigInteger.ONE), RSAKeyGenParameterSpec.F4);
    assertThat(RsaPublicKeys.requireUsable(longest)).isSameAs(longest);
  }

  @Test
  void acceptsTheExponentThree() throws Exception {
    RSAPublicKey key =
        (RSAPublicKey)
            pair("RSA", new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F0)).getPublic();

    assertThat(RsaPublicKeys.fromPem(pem("PUBLIC KEY", key.getEncoded())).getPublicExponent())
        .isEqualTo(3);
  }

  @Test
  void refusesAnyDamageWithIllegalArgumentOnly() {
    SplittableRandom random = new SplittableRandom(20240429);
    byte[][] originals = {
      KEY.getEncoded(), pkcs1(KEY), Base64.getMimeDecoder().decode(body(CERTIFICATE))
    };
    String[] labels = {"PUBLIC KEY", "RSA PUBLIC KEY", "CERTIFICATE"};
    for (int i = 0; i < 6000; i++) {
      byte[] damaged = originals[i % 3].clone();
      int changes = 1 + random.nextInt(3);
      for (int j = 0; j < changes; j++) {
        damaged[random.nextInt(random.nextBoolean() ? 40 : damaged.length)] =
            (byte) random.nextInt();
      }
      if (random.nextInt(4) == 0) {
        damaged = Arrays.copyOf(damaged, random.nextInt(damaged.length));
      }
      String pem = pem(labels[random.nextInt(3)], damaged);
      try {
        assertThat(RsaPublicKeys.fromPem(pem).getModulus().bitLength()).isGreaterThan(2047);
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageNotContaining("null");
      }
    }
  }

  @Test
  void neverPrintsTheText() {
    String secret = "c2VjcmV0LXNlY3JldC1zZWNyZXQ";

    for (String pem :
        new String[] {
          secret,
          "-----BEGIN PRIVATE KEY-----\n" + secret + "\n-----END PRIVATE KEY-----",
          "-----BEGIN PUBLIC KEY-----\n" + secret + "*\n-----END PUBLIC KEY-----",
          "-----BEGIN PUBLIC KEY-----\n" + secret
        }) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> RsaPublicKeys.fromPem(pem))
          .satisfies(e -> assertThat(e.getMessage()).doesNotContain(secret));
    }
  }

  private static void assertRefused(String pem, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RsaPublicKeys.fromPem(pem))
        .withMessageContaining(message);
  }

  private static String pem(String label, byte[] der) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
        + "\n-----END "
        + label
        + "-----\n";
  }

  private static String body(String pem) {
    String[] lines = pem.strip().split("\n");
    return String.join("\n", Arrays.copyOfRange(lines, 1, lines.length - 1)).strip();
  }

  /**
   * The SubjectPublicKeyInfo of an RSA key consists of a header of 24 bytes and the PKCS#1 form.
   */
  private static byte[] pkcs1(RSAPublicKey key) {
    return Arrays.copyOfRange(key.getEncoded(), 24, key.getEncoded().length);
  }

  private static KeyPair rsa(int bits) {
    return pair("RSA", new RSAKeyGenParameterSpec(bits, RSAKeyGenParameterSpec.F4));
  }

  private static KeyPair pair(String algorithm, AlgorithmParameterSpec spec) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(spec);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** A key that a KeyFactory would reject. */
  private record Numbers(BigInteger getModulus, BigInteger getPublicExponent)
      implements RSAPublicKey {

    private static final long serialVersionUID = 1;

    @Override
    public String getAlgorithm() {
      return "RSA";
    }

    @Override
    public String getFormat() {
      return "X.509";
    }

    @Override
    public byte[] getEncoded() {
      return new byte[0];
    }
  }
}
