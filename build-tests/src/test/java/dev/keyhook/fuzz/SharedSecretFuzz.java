package dev.keyhook.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.keyhook.DeliveryVerificationException;
import dev.keyhook.DeliveryVerifier;
import dev.keyhook.Secret;
import dev.keyhook.WebhookRequest;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyWebhooks;
import dev.keyhook.webhooks.verification.Explanation;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Any values of the header that contains a secret, one for each line. */
public final class SharedSecretFuzz {

  private static final String SECRET = "correct-horse-battery-staple";
  private static final Secret[] SECRETS = {Secret.of("another one"), Secret.of(SECRET)};
  private static final DeliveryVerifier BEARER = SmartphoneKeyWebhooks.bearerVerifier(SECRETS);
  private static final DeliveryVerifier HEADER =
      SmartphoneKeyWebhooks.headerVerifier("X-Secret", SECRETS);

  /** Each refusal has one of these messages, so none contains a header's value. */
  private static final Pattern REFUSAL =
      Pattern.compile(
          "The header (X-Secret|Authorization) (is missing|is empty|occurs \\d+ times"
              + "|has more than 8192 characters|contains characters that are not printable ASCII"
              + "|does not begin with the word Bearer and a space"
              + "|contains none of the 2 valid secrets) \\([A-Z_]+\\)");

  private SharedSecretFuzz() {}

  /** Checks one input. */
  public static void fuzzerTestOneInput(byte[] data) {
    List<String> values = new String(data, ISO_8859_1).lines().toList();
    String alone = values.size() == 1 ? values.get(0).replaceAll("^[ \t]+|[ \t]+$", "") : "";
    check(HEADER, "X-Secret", values, isSecret(alone));
    check(
        BEARER,
        "Authorization",
        values,
        alone.matches("(?i)bearer +.*") && isSecret(alone.replaceFirst("^\\S+ +", "")));
  }

  private static boolean isSecret(String text) {
    return text.equals(SECRET) || text.equals("another one");
  }

  private static void check(
      DeliveryVerifier verifier, String name, List<String> values, boolean isCredential) {
    WebhookRequest request = WebhookRequest.of("POST", Map.of(name, values), new byte[3]);
    boolean accepted;
    try {
      verifier.verify(request);
      accepted = true;
    } catch (DeliveryVerificationException refused) {
      accepted = false;
      Promise.holds(
          REFUSAL.matcher(String.valueOf(refused.getMessage())).matches(),
          "a refusal is one of our own sentences: " + refused.getMessage());
    }
    Promise.holds(accepted == isCredential, "accepted only with the secret: " + accepted);
    String advice = Explanation.of(verifier, request).toString();
    Promise.holds(!advice.contains(SECRET), "an explanation holds no secret");
  }

  static List<byte[]> seeds() {
    return List.of(
        ("Bearer " + SECRET).getBytes(ISO_8859_1),
        SECRET.getBytes(ISO_8859_1),
        ("bEARER   " + SECRET + "\t ").getBytes(ISO_8859_1),
        ("Bearer " + SECRET + "\nBearer " + SECRET).getBytes(ISO_8859_1),
        "Bearer another one".getBytes(ISO_8859_1),
        ("Basic " + SECRET).getBytes(ISO_8859_1),
        ("\"" + SECRET + "\"").getBytes(ISO_8859_1));
  }
}
