package dev.keyhook.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhook.WebhookRequest;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Creates valid and invalid RSA-PSS signatures. */
public final class Signing {

  public static final PSSParameterSpec RIGHT = pss("SHA-256", MGF1ParameterSpec.SHA256, 32);

  private static final Map<Object, KeyPair> KEPT = new ConcurrentHashMap<>();

  private Signing() {}

  /**
   * Returns the shared key pair of the given size, because large keys take a second to generate.
   */
  public static KeyPair keyPair(int bits) {
    return KEPT.computeIfAbsent(bits, none -> newKeyPair(bits));
  }

  /** Returns the shared key pair of 2048 bits with the given exponent. */
  public static KeyPair keyPair(BigInteger exponent) {
    return KEPT.computeIfAbsent(
        exponent, none -> newKeyPair("RSA", new RSAKeyGenParameterSpec(2048, exponent)));
  }

  /**
   * Returns the shared key pair of 2048 bits that is restricted to PSS.
   *
   * @param allowed the parameters that the key allows; null for any
   */
  public static KeyPair pssKeyPair(PSSParameterSpec allowed) {
    return KEPT.computeIfAbsent(
        "PSS " + allowed,
        none ->
            newKeyPair(
                "RSASSA-PSS",
                new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4, allowed)));
  }

  public static PSSParameterSpec pss(String digest, MGF1ParameterSpec mask, int salt) {
    return new PSSParameterSpec(digest, "MGF1", mask, salt, 1);
  }

  public static KeyPair newKeyPair(int bits) {
    return newKeyPair("RSA", new RSAKeyGenParameterSpec(bits, RSAKeyGenParameterSpec.F4));
  }

  private static KeyPair newKeyPair(String algorithm, RSAKeyGenParameterSpec spec) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(spec);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  public static byte[] sign(PrivateKey key, PSSParameterSpec parameters, byte[] body) {
    return sign(key, "RSASSA-PSS", parameters, body);
  }

  public static byte[] sign(
      PrivateKey key, String algorithm, PSSParameterSpec parameters, byte[] body) {
    try {
      Signature signature = Signature.getInstance(algorithm);
      if (parameters != null) {
        signature.setParameter(parameters);
      }
      signature.initSign(key);
      signature.update(body);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  public static WebhookRequest signed(KeyPair pair, String body) {
    byte[] bytes = body.getBytes(UTF_8);
    return carrying(sign(pair.getPrivate(), RIGHT, bytes), bytes);
  }

  public static WebhookRequest carrying(byte[] signature, byte[] body) {
    return carrying(Base64.getEncoder().encodeToString(signature), body);
  }

  public static WebhookRequest carrying(String header, byte[] body) {
    return Requests.post(Map.of("WebHook-Signature", List.of(header)), body);
  }
}
