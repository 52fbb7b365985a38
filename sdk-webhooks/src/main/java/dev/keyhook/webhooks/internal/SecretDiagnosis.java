package dev.keyhook.webhooks.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhook.DeliveryVerificationException;
import dev.keyhook.Explanation;
import dev.keyhook.Explanation.Cause;
import dev.keyhook.Secret;
import dev.keyhook.WebhookRequest;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Looks for the likely cause why a request with a shared secret is refused. */
final class SecretDiagnosis {

  private final String header;
  private final @Nullable String scheme;
  private final List<Secret> secrets;

  SecretDiagnosis(String header, @Nullable String scheme, List<Secret> secrets) {
    this.header = header;
    this.scheme = scheme;
    this.secrets = secrets;
  }

  Explanation of(WebhookRequest request, DeliveryVerificationException refused) {
    List<String> values = request.header(header);
    if (values.isEmpty()) {
      return missing(request);
    }
    if (values.size() > 1) {
      return Explanation.of(
          Cause.HEADER_MALFORMED,
          "The header "
              + header
              + " arrives "
              + values.size()
              + " times. A proxy adds one of its own: let it replace the header or leave it alone.");
    }
    String value = values.get(0).strip();
    if (value.isEmpty()) {
      return Explanation.of(
          Cause.HEADER_MALFORMED,
          "The header " + header + " is empty. Set its value where the sender is configured.");
    }
    if (scheme != null && isSecret(value)) {
      return Explanation.of(
          Cause.HEADER_MALFORMED,
          "The secret is right, but stands in "
              + header
              + " without the word "
              + scheme
              + ". Use the verifier for a secret in a header, or let the sender put "
              + scheme
              + " and a space before it.");
    }
    String bare = afterFirstSpace(value);
    if (isSecret(bare) && !bare.equals(value)) {
      return Explanation.of(
          Cause.NEARLY_RIGHT,
          "The secret is right, but another word stands before it than the verifier expects."
              + " After \"Bearer \" it is for the verifier of bearer tokens.");
    }
    for (String candidate : List.of(value, bare)) {
      if (isNearly(candidate)) {
        return Explanation.of(
            Cause.NEARLY_RIGHT,
            "The secret is right but for quotes, white space or letter case. Copy it again, on the"
                + " side that has too much.");
      }
    }
    return switch (refused.reason()) {
      case MISMATCH ->
          Explanation.of(
              Cause.UNKNOWN,
              "The header "
                  + header
                  + " holds another text than the "
                  + secrets.size()
                  + " valid secret(s), not even a similar one: a secret of another environment, one"
                  + " that was retired too early, or a stranger.");
      default -> Explanation.of(Cause.HEADER_MALFORMED, refused.getMessage() + ".");
    };
  }

  private Explanation missing(WebhookRequest request) {
    for (String name : request.headerNames()) {
      for (String value : request.header(name)) {
        if (isSecret(value.strip()) || isSecret(afterFirstSpace(value.strip()))) {
          return Explanation.of(
              Cause.HEADER_RENAMED,
              "The secret is right, but arrives in the header "
                  + RequestText.name(name)
                  + " instead of "
                  + header
                  + ". Name the same header on both sides, or stop the proxy that renames it.");
        }
      }
    }
    return Explanation.of(
        Cause.HEADER_MISSING,
        "The header "
            + header
            + " is not there, nor the secret in any other. Either the sender is not configured to"
            + " send it, or a proxy in between removes it.");
  }

  private boolean isSecret(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return secrets.stream().anyMatch(secret -> secret.matches(bytes));
  }

  private boolean isNearly(String text) {
    String plain = plain(text);
    return secrets.stream().anyMatch(secret -> plain(secret.reveal()).equals(plain));
  }

  private static String plain(String text) {
    return text.replaceAll("[\\s\"'`]", "").toLowerCase(Locale.ROOT);
  }

  private static String afterFirstSpace(String text) {
    return text.substring(text.indexOf(' ') + 1).strip();
  }
}
