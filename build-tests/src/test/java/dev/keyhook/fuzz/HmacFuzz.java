package dev.keyhook.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.keyhook.DeliveryVerificationException;
import dev.keyhook.Secret;
import dev.keyhook.WebhookRequest;
import dev.keyhook.webhooks.verification.Explanation;
import dev.keyhook.webhooks.verification.HmacVerifier;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Any headers of a Standard Webhooks delivery, and any body: id, time, signatures, body. */
public final class HmacFuzz {

  private static final byte[] KEY = "a key of at least 24 bytes".getBytes(US_ASCII);
  private static final long NOW = 1_777_545_000;
  private static final HmacVerifier VERIFIER =
      HmacVerifier.builder("webhook-signature")
          .prefix("v1,")
          .base64()
          .signaturesSeparatedBy(' ')
          .signedIdAndTimestamp("webhook-id", "webhook-timestamp")
          .clock(Clock.fixed(Instant.ofEpochSecond(NOW), ZoneOffset.UTC))
          .base64Secrets()
          .secrets(Secret.of("whsec_" + Base64.getEncoder().encodeToString(KEY)))
          .build();

  private HmacFuzz() {}

  /** Checks one input. */
  public static void fuzzerTestOneInput(byte[] data) {
    String[] lines = new String(data, ISO_8859_1).split("\n", 4);
    if (lines.length < 4) {
      return;
    }
    byte[] body = lines[3].getBytes(ISO_8859_1);
    WebhookRequest request =
        WebhookRequest.builder("POST")
            .header("webhook-id", lines[0])
            .header("webhook-timestamp", lines[1])
            .header("webhook-signature", lines[2])
            .body(body)
            .build();
    boolean accepted;
    try {
      VERIFIER.verify(request);
      accepted = true;
    } catch (DeliveryVerificationException refused) {
      accepted = false;
    }
    Promise.holds(
        accepted == isSigned(stripped(lines[0]), stripped(lines[1]), stripped(lines[2]), body),
        "accepted only if signed: " + accepted);
    String explanation = Explanation.of(VERIFIER, request).toString();
    Promise.holds(
        lines[2].length() < 16 || !explanation.contains(lines[2]),
        "an explanation quotes no signature");
  }

  private static String stripped(String value) {
    return value.replaceAll("^[ \t]+|[ \t]+$", "");
  }

  private static boolean isSigned(String id, String time, String header, byte[] body) {
    if (!id.matches("[ -~&&[^.]]{1,256}") || !time.matches("[0-9]{1,12}")) {
      return false;
    }
    String expected = "v1," + signature(id, time, body);
    return Math.abs(Long.parseLong(time) - NOW) <= 300
        && header.length() <= 8192
        && Arrays.stream(header.split(" ", -1)).map(String::strip).anyMatch(expected::equals);
  }

  private static String signature(String id, String time, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
      mac.update((id + "." + time + ".").getBytes(US_ASCII));
      return Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static List<byte[]> seeds() {
    byte[] body = "{\"type\":\"a\"}".getBytes(US_ASCII);
    String time = String.valueOf(NOW - 299);
    String right = "v1," + signature("m1", time, body);
    String wrong = "v1," + signature("m2", time, body);
    return List.of(
        input("m1", time, right, body),
        input(" m1\t", time + " ", wrong + " " + right, body),
        input("m1", time, right.replace("v1,", "v1a,"), body),
        input("m1", time, right.replace("=", ""), body),
        input("m1", String.valueOf(NOW + 301), right, body),
        input("m.1", time, "v1," + signature("m.1", time, body), body));
  }

  private static byte[] input(String id, String time, String header, byte[] body) {
    return (id + "\n" + time + "\n" + header + "\n" + new String(body, ISO_8859_1))
        .getBytes(ISO_8859_1);
  }
}
