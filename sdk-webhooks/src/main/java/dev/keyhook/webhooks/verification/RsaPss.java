package dev.keyhook.webhooks.verification;

import dev.keyhook.CredentialsUnavailableException;
import dev.keyhook.internal.RsaPublicKeys;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Objects;

/**
 * RSASSA-PSS (RFC 8017 section 8.1) with SHA-256, MGF1 with SHA-256 and a salt of exactly 32 bytes,
 * by one security provider.
 */
final class RsaPss {

  /** {@link PSSParameterSpec#DEFAULT} would be SHA-1 with a salt of 20 bytes. */
  private static final PSSParameterSpec PARAMETERS =
      new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);

  /** The JDK's name first, then those of providers that have another one. */
  private static final String[] ALGORITHMS = {
    "RSASSA-PSS", "SHA256withRSA/PSS", "SHA256withRSAandMGF1"
  };

  private final Provider provider;
  private final String algorithm;

  private RsaPss(Provider provider, String algorithm) {
    this.provider = provider;
    this.algorithm = algorithm;
  }

  /**
   * Returns the JDK's own implementation, even if other providers are installed before it; on a
   * platform without it, the first that is installed.
   */
  static RsaPss ofPlatform() {
    Provider sun = Security.getProvider("SunRsaSign");
    if (sun != null && sun.getService("Signature", ALGORITHMS[0]) != null) {
      return new RsaPss(sun, ALGORITHMS[0]);
    }
    for (String algorithm : ALGORITHMS) {
      try {
        return new RsaPss(Signature.getInstance(algorithm).getProvider(), algorithm);
      } catch (NoSuchAlgorithmException e) {
        // Try the next name.
      }
    }
    throw new IllegalStateException(
        "This Java platform has no RSASSA-PSS; give a java.security.Provider that has it");
  }

  /**
   * Returns the implementation of a provider, which need not be installed.
   *
   * @throws IllegalArgumentException if it has none
   */
  static RsaPss of(Provider provider) {
    Objects.requireNonNull(provider, "provider");
    for (String algorithm : ALGORITHMS) {
      if (provider.getService("Signature", algorithm) != null) {
        return new RsaPss(provider, algorithm);
      }
    }
    throw new IllegalArgumentException(
        "The security provider " + provider.getName() + " has no RSASSA-PSS");
  }

  /**
   * Prepares a key.
   *
   * @throws IllegalArgumentException if it is no RSA key of at least 2048 bits, is restricted to
   *     other parameters, or is not accepted by the provider
   */
  Key key(PublicKey original) {
    RSAPublicKey rsa = RsaPublicKeys.requireUsable(original);
    if (rsa.getParams() instanceof PSSParameterSpec only && !allows(only)) {
      throw new IllegalArgumentException(
          "The key may only be used with other PSS parameters than SHA-256, MGF1 with SHA-256 and"
              + " a salt of 32 bytes");
    }
    try {
      PublicKey translated = translate(rsa);
      begin(translated);
      return new Key(original, translated, (rsa.getModulus().bitLength() + 7) / 8);
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new IllegalArgumentException(
          "The security provider " + provider.getName() + " does not accept the key", e);
    }
  }

  /** RFC 4055 section 3.3: the hashes are the same, and the salt at least as long. */
  private static boolean allows(PSSParameterSpec only) {
    return isSha256(only.getDigestAlgorithm())
        && only.getMGFAlgorithm().equalsIgnoreCase("MGF1")
        && only.getMGFParameters() instanceof MGF1ParameterSpec mgf1
        && isSha256(mgf1.getDigestAlgorithm())
        && only.getSaltLength() <= PARAMETERS.getSaltLength()
        && only.getTrailerField() == PARAMETERS.getTrailerField();
  }

  private static boolean isSha256(String name) {
    return name.replace("-", "").equalsIgnoreCase("SHA256");
  }

  private PublicKey translate(RSAPublicKey key) throws GeneralSecurityException {
    // Numbers only: a provider need not know the key's class, nor its object identifier.
    RSAPublicKeySpec numbers = new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent());
    KeyFactory factory =
        provider.getService("KeyFactory", "RSA") == null
            ? KeyFactory.getInstance("RSA")
            : KeyFactory.getInstance("RSA", provider);
    return factory.generatePublic(numbers);
  }

  private Signature begin(PublicKey key) throws GeneralSecurityException {
    Signature signature = Signature.getInstance(algorithm, provider);
    signature.setParameter(PARAMETERS);
    signature.initVerify(key);
    return signature;
  }

  /**
   * Returns whether the signature is one of exactly these bytes.
   *
   * @throws CredentialsUnavailableException if the provider fails, or no longer accepts the key
   */
  boolean verifies(Key key, byte[] signature, ByteBuffer signed) {
    if (signature.length != key.size) {
      return false; // RFC 8017 section 8.1.2 step 1
    }
    try {
      Signature verifier = begin(key.translated);
      verifier.update(signed);
      return verifier.verify(signature);
    } catch (ProviderException | LinkageError e) {
      throw new CredentialsUnavailableException(
          "The security provider " + provider.getName() + " failed", e);
    } catch (SignatureException | RuntimeException e) {
      return false; // providers throw where the encoding is impossible, such as s >= n
    } catch (GeneralSecurityException e) {
      throw new CredentialsUnavailableException(
          "The security provider " + provider.getName() + " no longer accepts the key", e);
    }
  }

  /** A public key, ready for the provider. */
  static final class Key {

    private final PublicKey original;
    private final PublicKey translated;
    private final int size;

    private Key(PublicKey original, PublicKey translated, int size) {
      this.original = original;
      this.translated = translated;
      this.size = size;
    }

    /** Returns the key that this one was made from. */
    PublicKey original() {
      return original;
    }

    /** Returns the length of its signatures in bytes. */
    int signatureSize() {
      return size;
    }
  }
}
