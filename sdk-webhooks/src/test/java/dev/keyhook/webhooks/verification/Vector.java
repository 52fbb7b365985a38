package dev.keyhook.webhooks.verification;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.keyhook.DeliveryVerificationException;
import dev.keyhook.DeliveryVerificationException.Reason;
import dev.keyhook.DeliveryVerifier;
import dev.keyhook.WebhookRequest;
import java.util.List;
import java.util.Map;

/**
 * A request and the expected result of a verifier.
 *
 * @param name a description of the case
 * @param headers names and values
 * @param body the body, a character for each byte
 * @param result the credential of a valid request, or the reason of a refusal
 */
record Vector(String name, List<Map.Entry<String, String>> headers, String body, String result) {

  static Vector of(
      String name, List<Map.Entry<String, String>> headers, byte[] body, String result) {
    return new Vector(name, headers, new String(body, ISO_8859_1), result);
  }

  static Vector refused(
      String name, List<Map.Entry<String, String>> headers, byte[] body, Reason reason) {
    return of(name, headers, body, reason.name());
  }

  /** Returns the actual result of a verifier, in the form of {@link #result}. */
  String verifiedBy(DeliveryVerifier verifier) {
    WebhookRequest.Builder request = WebhookRequest.builder("POST").body(body.getBytes(ISO_8859_1));
    headers.forEach(header -> request.header(header.getKey(), header.getValue()));
    try {
      return verifier.verify(request.build()).credential();
    } catch (DeliveryVerificationException refused) {
      return refused.reason().name();
    }
  }

  @Override
  public String toString() {
    return name;
  }

  /** Returns the lines of its entry in the file. */
  String text() {
    StringBuilder text = new StringBuilder("case = ").append(name).append('\n');
    headers.forEach(
        header ->
            text.append("header = ")
                .append(header.getKey())
                .append(": ")
                .append(quoted(header.getValue()))
                .append('\n'));
    return text.append("body = ")
        .append(quoted(body))
        .append("\nresult = ")
        .append(result)
        .append('\n')
        .toString();
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.chars()
        .forEach(
            c ->
                quoted.append(
                    c < ' ' || c > '~' || c == '\\'
                        ? String.format("\\u%04x", c)
                        : String.valueOf((char) c)));
    return quoted.append('"').toString();
  }
}
