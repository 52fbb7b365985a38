package dev.keyhook.cli.send;

import dev.keyhook.cli.CommandException;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;

/** Signs bodies as Schlage Home does: RSASSA-PSS with SHA-256 and a salt of 32 bytes. */
public final class Signer {

  static final String HEADER = "WebHook-Signature";

  private static final String PKCS8 = "PRIVATE KEY";
  private static final String PKCS1 = "RSA PRIVATE KEY";

  /** SEQUENCE of version 0 and the algorithm rsaEncryption, before the key of PKCS#1. */
  private static final byte[] PKCS8_PREFIX = {
    2, 1, 0, 48, 13, 6, 9, 42, (byte) 134, 72, (byte) 134, (byte) 247, 13, 1, 1, 1, 5, 0
  };

  private final PrivateKey key;

  private Signer(PrivateKey key) {
    this.key = key;
  }

  /** Returns a signer with a key. */
  public static Signer of(PrivateKey key) {
    return new Signer(key);
  }

  /**
   * Returns a signer with the private key of a PEM text.
   *
   * @throws CommandException if it contains none; the message does not quote it
   */
  public static Signer ofPem(String pem, String file) {
    try {
      byte[] der = pem.contains("BEGIN " + PKCS1) ? wrapped(block(pem, PKCS1)) : block(pem, PKCS8);
      return new Signer(
          KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der)));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw CommandException.usage(
          file
              + " is not a private RSA key in PEM; make one with: openssl genpkey -algorithm RSA"
              + " -pkeyopt rsa_keygen_bits:2048 -out private.pem");
    }
  }

  private static byte[] block(String pem, String label) {
    String begin = "-----BEGIN " + label + "-----";
    int from = pem.indexOf(begin);
    int to = pem.indexOf("-----END " + label + "-----");
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("no " + label);
    }
    return Base64.getMimeDecoder().decode(pem.substring(from + begin.length(), to));
  }

  private static byte[] wrapped(byte[] pkcs1) {
    byte[] octets = element(4, pkcs1);
    byte[] content = new byte[PKCS8_PREFIX.length + octets.length];
    System.arraycopy(PKCS8_PREFIX, 0, content, 0, PKCS8_PREFIX.length);
    System.arraycopy(octets, 0, content, PKCS8_PREFIX.length, octets.length);
    return element(48, content);
  }

  /** Returns a DER element; keys are longer than 255 bytes. */
  private static byte[] element(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    out.write(0x82);
    out.write(content.length >> 8);
    out.write(content.length);
    out.writeBytes(content);
    return out.toByteArray();
  }

  /** Returns the value of the signature header for a body. */
  public String sign(byte[] body) {
    try {
      Signature signature = Signature.getInstance("RSASSA-PSS");
      signature.setParameter(
          new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
      signature.initSign(key);
      signature.update(body);
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw CommandException.failed("This key cannot sign: " + e.getMessage(), e);
    }
  }
}
