package dev.keyhook.internal;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * RSA public keys that are fit to verify a signature: read from text, or checked if they come from
 * elsewhere.
 *
 * <p>Every refusal is an {@link IllegalArgumentException} whose message says what is wrong and what
 * to do, without a line of the text. Stateless.
 */
public final class RsaPublicKeys {

  /** NIST SP 800-131A revision 2 (2019): shorter keys are legacy use only. */
  private static final int MIN_BITS = 2048;

  /** The JDK's own limit; a longer key would make each verification take seconds. */
  private static final int MAX_BITS = 16384;

  private RsaPublicKeys() {}

  /**
   * Reads the one key in a PEM text (RFC 7468): a {@code PUBLIC KEY} (X.509 SubjectPublicKeyInfo),
   * an {@code RSA PUBLIC KEY} (PKCS#1) or a {@code CERTIFICATE}, whose validity is not looked at.
   *
   * <p>Text around the block is ignored, and so are white space and line lengths within it.
   *
   * @throws IllegalArgumentException if there is no such key in the text, or one that {@link
   *     #requireUsable} refuses; the message says what is wrong
   */
  public static RSAPublicKey fromPem(String pem) {
    PemBlock block = PemBlock.only(pem);
    byte[] der = block.content();
    PublicKey key =
        switch (block.label()) {
          case "PUBLIC KEY" -> subjectPublicKeyInfo(der);
          case "RSA PUBLIC KEY" -> pkcs1(der);
          case "CERTIFICATE" -> certificate(der);
          default ->
              throw new IllegalArgumentException(
                  "The PEM block is labelled " + block.label() + "; " + PemBlock.WANTED);
        };
    return requireUsable(key);
  }

  /**
   * Returns the key if it is an RSA key that proves something.
   *
   * @throws IllegalArgumentException if it is no RSA key, has less than 2048 or more than 16384
   *     bits, or numbers that no genuine key has
   */
  public static RSAPublicKey requireUsable(PublicKey key) {
    Objects.requireNonNull(key, "key");
    if (!(key instanceof RSAPublicKey rsa)) {
      throw new IllegalArgumentException(
          "The key is for " + key.getAlgorithm() + ", but an RSA public key is needed");
    }
    BigInteger modulus = rsa.getModulus();
    BigInteger exponent = rsa.getPublicExponent();
    int bits = modulus.bitLength();
    if (bits < MIN_BITS) {
      throw new IllegalArgumentException(
          "The RSA key has " + bits + " bits; keys of less than " + MIN_BITS + " prove nothing");
    }
    if (bits > MAX_BITS) {
      throw new IllegalArgumentException(
          "The RSA key has " + bits + " bits; " + MAX_BITS + " is the most that is read");
    }
    // An exponent of 1 makes every message its own signature; an even number is nobody's key.
    if (exponent.bitLength() < 2
        || !exponent.testBit(0)
        || exponent.signum() < 0
        || exponent.compareTo(modulus) >= 0
        || !modulus.testBit(0)) {
      throw new IllegalArgumentException(
          "The numbers of the RSA key are impossible: modulus and exponent must be odd, and the"
              + " exponent from 3 up to the modulus");
    }
    return rsa;
  }

  private static PublicKey subjectPublicKeyInfo(byte[] der) {
    Der outer = Der.outermost(der);
    Der first = outer.firstChild();
    if (first.isInteger()) {
      throw new IllegalArgumentException(
          "The block is labelled PUBLIC KEY but holds a PKCS#1 key; label it RSA PUBLIC KEY");
    }
    String algorithm = first.isSequence() ? first.firstChild().objectIdentifier() : "";
    return switch (algorithm) {
      case "1.2.840.113549.1.1.1" -> generate("RSA", der);
      case "1.2.840.113549.1.1.10" -> generate("RSASSA-PSS", der); // RFC 4055 section 3.1
      case "" ->
          throw new IllegalArgumentException(
              "The PUBLIC KEY block holds something else (no X.509 SubjectPublicKeyInfo);"
                  + " was it copied completely?");
      default ->
          throw new IllegalArgumentException(
              "The key is for " + algorithmName(algorithm) + ", but an RSA public key is needed");
    };
  }

  private static PublicKey pkcs1(byte[] der) {
    Der outer = Der.outermost(der);
    if (!outer.firstChild().isInteger()) {
      throw new IllegalArgumentException(
          "The block is labelled RSA PUBLIC KEY but holds no PKCS#1 key; label it PUBLIC KEY"
              + " if it is an X.509 SubjectPublicKeyInfo");
    }
    return generate("RSA", Der.rsaSubjectPublicKeyInfo(der));
  }

  private static PublicKey certificate(byte[] der) {
    Der.outermost(der);
    try {
      return CertificateFactory.getInstance("X.509")
          .generateCertificate(new ByteArrayInputStream(der))
          .getPublicKey();
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new IllegalArgumentException(
          "The CERTIFICATE block holds no X.509 certificate; was it copied completely?");
    }
  }

  private static PublicKey generate(String algorithm, byte[] subjectPublicKeyInfo) {
    try {
      return KeyFactory.getInstance(algorithm)
          .generatePublic(new X509EncodedKeySpec(subjectPublicKeyInfo));
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new IllegalArgumentException(
          "The block cannot be read as an RSA public key ("
              + reasonOf(e)
              + "); was it copied completely?");
    }
  }

  private static String reasonOf(Throwable error) {
    Throwable deepest = error;
    for (int i = 0; i < 8 && deepest.getCause() != null; i++) {
      deepest = deepest.getCause();
    }
    @Nullable String message = deepest.getMessage();
    return message == null ? deepest.getClass().getSimpleName() : message;
  }

  private static String algorithmName(String objectIdentifier) {
    return switch (objectIdentifier) {
      case "1.2.840.10045.2.1" -> "elliptic curves (EC)";
      case "1.2.840.10040.4.1" -> "DSA";
      case "1.2.840.113549.1.3.1" -> "Diffie-Hellman";
      case "1.3.101.110" -> "X25519";
      case "1.3.101.111" -> "X448";
      case "1.3.101.112" -> "Ed25519";
      case "1.3.101.113" -> "Ed448";
      default -> "the algorithm " + objectIdentifier;
    };
  }
}
