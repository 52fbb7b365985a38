package dev.keyhook.webhooks.verification;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhook.CredentialsUnavailableException;
import dev.keyhook.Secret;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.Security;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** A secret as the key of HMAC-SHA256 (RFC 2104). */
final class HmacKey {

  private static final String ALGORITHM = "HmacSHA256";
  private static final String BASE64_MARK = "whsec_";

  private final Secret secret;
  private final byte[] bytes;
  private final Provider provider;

  private HmacKey(Secret secret, byte[] bytes, Provider provider) {
    this.secret = secret;
    this.bytes = bytes;
    this.provider = provider;
  }

  /** Returns a key whose bytes are the secret in UTF-8. */
  static HmacKey ofText(Secret secret, Provider provider) {
    return new HmacKey(secret, secret.reveal().getBytes(UTF_8), provider);
  }

  /**
   * Returns a key whose bytes are decoded from the secret as base64, with or without {@code whsec_}
   * before it.
   *
   * @throws IllegalArgumentException if it is not base64, or empty
   */
  static HmacKey ofBase64(Secret secret, Provider provider) {
    String value = secret.reveal();
    String text = value.startsWith(BASE64_MARK) ? value.substring(BASE64_MARK.length()) : value;
    byte @Nullable [] bytes = decoded(text);
    if (bytes == null || bytes.length == 0) {
      throw new IllegalArgumentException(
          "it must be standard base64, with or without whsec_ before it");
    }
    return new HmacKey(secret, bytes, provider);
  }

  private static byte @Nullable [] decoded(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      return null; // the decoder's own message may quote a character of the secret
    }
  }

  /** Returns the JDK's own provider, even if other ones are installed before it. */
  static Provider platform() {
    @Nullable Provider sun = Security.getProvider("SunJCE");
    if (sun != null) {
      return sun;
    }
    try {
      return Mac.getInstance(ALGORITHM).getProvider();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform must have " + ALGORITHM, e);
    }
  }

  /**
   * Returns the provider if it has HMAC-SHA256.
   *
   * @throws IllegalArgumentException if not
   */
  static Provider requireUsable(Provider provider) {
    if (provider.getService("Mac", ALGORITHM) == null) {
      throw new IllegalArgumentException(
          "The security provider " + provider.getName() + " has no " + ALGORITHM);
    }
    return provider;
  }

  /** Returns the keys that result from other ways to read the secret. */
  List<HmacKey> otherReadings() {
    List<HmacKey> readings = new ArrayList<>();
    readings.add(ofText(secret, provider));
    String value = secret.reveal();
    String unquoted = value.replaceAll("^[\"'`]+|[\"'`]+$", "").strip();
    if (!unquoted.isEmpty() && !unquoted.equals(value)) {
      readings.add(ofText(Secret.of(unquoted), provider));
    }
    try {
      readings.add(ofBase64(secret, provider));
    } catch (IllegalArgumentException e) {
      // Not base64.
    }
    return readings;
  }

  /** Returns the secret's label, if it has one. */
  Optional<String> label() {
    return secret.label();
  }

  /**
   * Returns whether one of the signatures is this key's signature of the two parts together. The
   * time depends neither on the number of matching bytes nor on which signature matches.
   *
   * @throws CredentialsUnavailableException if the security provider fails
   */
  boolean verifiesAny(List<byte[]> signatures, byte[] before, ByteBuffer body) {
    byte[] expected = compute(before, body);
    boolean verified = false;
    for (byte[] signature : signatures) {
      verified |= MessageDigest.isEqual(expected, signature);
    }
    return verified;
  }

  private byte[] compute(byte[] before, ByteBuffer body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM, provider);
      mac.init(new SecretKeySpec(bytes, ALGORITHM));
      mac.update(before);
      mac.update(body);
      return mac.doFinal();
    } catch (GeneralSecurityException | RuntimeException | LinkageError e) {
      throw new CredentialsUnavailableException(
          "The security provider " + provider.getName() + " failed to compute an HMAC", e);
    }
  }
}
