package dev.keyhook.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhook.DeliveryVerificationException;
import dev.keyhook.DeliveryVerifier;
import dev.keyhook.WebhookRequest;
import dev.keyhook.webhooks.schlagehome.SchlageHomeWebhooks;
import dev.keyhook.webhooks.verification.Explanation;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Fuzzes the signature header and the body: the header, a line break, the body. */
public final class SignatureFuzz {

  private static final KeyPair KEYS = keys();
  private static final DeliveryVerifier VERIFIER =
      SchlageHomeWebhooks.signatureVerifier(KEYS.getPublic());

  private SignatureFuzz() {}

  /** Checks one input. */
  public static void fuzzerTestOneInput(byte[] data) {
    String text = new String(data, ISO_8859_1);
    int end = text.indexOf('\n');
    String header = end < 0 ? text : text.substring(0, end);
    byte[] body = (end < 0 ? "" : text.substring(end + 1)).getBytes(ISO_8859_1);
    WebhookRequest request =
        WebhookRequest.of("POST", Map.of("webhook-signature", List.of(header)), body);
    boolean accepted;
    try {
      VERIFIER.verify(request);
      accepted = true;
    } catch (DeliveryVerificationException refused) {
      accepted = false;
      Promise.holds(
          header.length() < 16 || !String.valueOf(refused.getMessage()).contains(header),
          "a refusal quotes no header");
    }
    Promise.holds(
        accepted == isSigned(header.replaceAll("^[ \t]+|[ \t]+$", ""), body),
        "accepted only if signed: " + accepted);
    if (!accepted && header.length() % 16 == 0) { // slow
      Promise.holds(
          !Explanation.of(VERIFIER, request).toString().isEmpty(), "an explanation says something");
    }
  }

  private static boolean isSigned(String header, byte[] body) {
    byte[] signature;
    try {
      signature = Base64.getDecoder().decode(header);
    } catch (IllegalArgumentException e) {
      return false;
    }
    if (!Base64.getEncoder().encodeToString(signature).equals(header) || signature.length != 256) {
      return false;
    }
    try {
      Signature verification = pss();
      verification.initVerify(KEYS.getPublic());
      verification.update(body);
      return verification.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static Signature pss() throws GeneralSecurityException {
    Signature signature = Signature.getInstance("RSASSA-PSS");
    signature.setParameter(
        new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
    return signature;
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048, sameEachTime());
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** Reads a fixed key, because an input that a fuzzer found is only useful with the same key. */
  private static SecureRandom sameEachTime() throws GeneralSecurityException {
    SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
    random.setSeed(1848);
    return random;
  }

  static List<byte[]> seeds() {
    byte[] body = "{\"trigger\":\"DeviceLockStateChanged\",\"data\":{}}".getBytes(UTF_8);
    try {
      Signature signature = pss();
      signature.initSign(KEYS.getPrivate(), sameEachTime());
      signature.update(body);
      String header = Base64.getEncoder().encodeToString(signature.sign());
      String rest = "\n" + new String(body, UTF_8);
      return List.of(
          (header + rest).getBytes(ISO_8859_1),
          (" " + header + "\t" + rest).getBytes(ISO_8859_1),
          (header.replace('+', '-').replace('/', '_') + rest).getBytes(ISO_8859_1),
          (header.replace("=", "") + rest).getBytes(ISO_8859_1),
          (header.substring(0, 76) + " " + header.substring(76) + rest).getBytes(ISO_8859_1));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
