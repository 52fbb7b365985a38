package dev.keyhook.internal;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads RSA public keys that can verify a signature from PEM text.
 *
 * <p>Every refusal is an {@link IllegalArgumentException} whose message says what is wrong and what
 * to do, without repeating the text. Stateless.
 */
public final class RsaPublicKeys {

  /** NIST SP 800-131A revision 2 (2019): shorter keys are legacy use only. */
  private static final int MIN_BITS = 2048;

  /** The JDK's own limit; with a longer key each verification would take seconds. */
  private static final int MAX_BITS = 16384;

  /**
   * The algorithms of a SubjectPublicKeyInfo: RSA and RSASSA-PSS (RFC 4055 section 3.1) are usable,
   * the others are only named in messages.
   */
  private static final List<String> ALGORITHMS =
      List.of("RSA", "RSASSA-PSS", "EC", "EdDSA", "XDH", "DSA");

  private RsaPublicKeys() {}

  /**
   * Reads the one key in a PEM text (RFC 7468): a {@code PUBLIC KEY} (X.509 SubjectPublicKeyInfo),
   * an {@code RSA PUBLIC KEY} (PKCS#1) or a {@code CERTIFICATE}, whose validity is not checked.
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
   * Returns the key if it is an RSA key that can verify a signature.
   *
   * @throws IllegalArgumentException if it is not an RSA key, has less than 2048 or more than 16384
   *     bits, or numbers that no valid key has
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
          "The RSA key has " + bits + " bits; keys of less than " + MIN_BITS + " are not secure");
    }
    if (bits > MAX_BITS) {
      throw new IllegalArgumentException(
          "The RSA key has " + bits + " bits; the maximum is " + MAX_BITS);
    }
    // An exponent of 1 makes every message its own signature; an even number is never part of a
    // key.
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
    for (String algorithm : ALGORITHMS) {
      @Nullable PublicKey key = generate(algorithm, der);
      if (key != null) {
        return key;
      }
    }
    if (generate("RSA", Der.rsaSubjectPublicKeyInfo(der)) != null) {
      throw new IllegalArgumentException(
          "The block is labelled PUBLIC KEY but contains a PKCS#1 key; label it RSA PUBLIC KEY");
    }
    throw damaged("PUBLIC KEY");
  }

  private static PublicKey pkcs1(byte[] der) {
    @Nullable PublicKey key = generate("RSA", Der.rsaSubjectPublicKeyInfo(der));
    if (key != null) {
      return key;
    }
    if (generate("RSA", der) != null) {
      throw new IllegalArgumentException(
          "The block is labelled RSA PUBLIC KEY but contains an X.509 SubjectPublicKeyInfo; label"
              + " it PUBLIC KEY");
    }
    throw damaged("RSA PUBLIC KEY");
  }

  private static PublicKey certificate(byte[] der) {
    try {
      Certificate certificate =
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
      if (Arrays.equals(certificate.getEncoded(), der)) {
        return certificate.getPublicKey();
      }
    } catch (GeneralSecurityException | RuntimeException e) {
      // The JDK's message may quote the text.
    }
    throw damaged("CERTIFICATE");
  }

  /** Returns the key, or null if the bytes are not one key of this algorithm and nothing else. */
  private static @Nullable PublicKey generate(String algorithm, byte[] subjectPublicKeyInfo) {
    try {
      PublicKey key =
          KeyFactory.getInstance(algorithm)
              .generatePublic(new X509EncodedKeySpec(subjectPublicKeyInfo));
      // JDK 17 ignores bytes after the key.
      return key.getEncoded().length < subjectPublicKeyInfo.length ? null : key;
    } catch (GeneralSecurityException | RuntimeException e) {
      return null;
    }
  }

  private static IllegalArgumentException damaged(String label) {
    return new IllegalArgumentException(
        "The "
            + label
            + " block is damaged: it is cut off, changed, or something follows the key in it; copy"
            + " all of its lines, once");
  }
}
