package dev.keyhook.webhooks.verification;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhook.DeliveryVerificationException;
import dev.keyhook.DeliveryVerificationException.Reason;
import dev.keyhook.Secret;
import dev.keyhook.WebhookRequest;
import dev.keyhook.internal.Printable;
import dev.keyhook.webhooks.verification.Explanation.Cause;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the likely cause of the refusal of a request with a shared secret. */
final class SecretDiagnosis {

  private final CredentialHeader header;
  private final @Nullable String scheme;
  private final List<Secret> secrets;

  SecretDiagnosis(CredentialHeader header, @Nullable String scheme, List<Secret> secrets) {
    this.header = header;
    this.scheme = scheme;
    this.secrets = secrets;
  }

  Explanation of(WebhookRequest request, DeliveryVerificationException refused) {
    return switch (refused.reason()) {
      case HEADER_MISSING -> missing(request);
      case HEADER_REPEATED -> Explanation.repeatedHeader(request, header.name());
      case HEADER_EMPTY ->
          new Explanation(
              Cause.HEADER_MALFORMED,
              "The header "
                  + header.name()
                  + " is empty. Set its value where the sender is configured.");
      case HEADER_MALFORMED, MISMATCH -> wrong(header.read(request), refused);
      default -> Explanation.repeating(refused);
    };
  }

  private Explanation wrong(String value, DeliveryVerificationException refused) {
    if (scheme != null && isSecret(value)) {
      return new Explanation(
          Cause.HEADER_MALFORMED,
          "The secret is right, but the header "
              + header.name()
              + " contains it without the word "
              + scheme
              + ". Use the verifier for a secret in a header, or let the sender put "
              + scheme
              + " and a space before it.");
    }
    String bare = afterFirstSpace(value);
    if (isSecret(bare) && !bare.equals(value)) {
      return new Explanation(
          Cause.SECRET_ALTERED,
          "The secret is right, but the word before it is not the one that the verifier expects."
              + " If it is \"Bearer\", use the verifier for bearer tokens.");
    }
    for (String candidate : List.of(value, bare)) {
      if (isSecretExceptForTypography(candidate)) {
        return new Explanation(
            Cause.SECRET_ALTERED,
            "The secret is right except for quotes, white space or letter case. Copy it again on"
                + " the side that altered it.");
      }
    }
    return refused.reason() == Reason.MISMATCH
        ? new Explanation(
            Cause.UNKNOWN,
            "The header "
                + header.name()
                + " contains none of the "
                + secrets.size()
                + " valid secrets, nor a similar text: it is the secret of another environment, one"
                + " that was retired too early, or the sender is a stranger.")
        : Explanation.repeating(refused);
  }

  private Explanation missing(WebhookRequest request) {
    for (String name : request.headerNames()) {
      for (String value : request.header(name)) {
        if (isSecret(value.strip()) || isSecret(afterFirstSpace(value.strip()))) {
          return new Explanation(
              Cause.HEADER_RENAMED,
              "The secret is right, but is in the header "
                  + Printable.of(name, 64)
                  + " instead of "
                  + header.name()
                  + ". Use the same header on both sides, or stop the proxy that renames it.");
        }
      }
    }
    return new Explanation(
        Cause.HEADER_MISSING,
        "The header "
            + header.name()
            + " is missing, and no other header contains the secret. Either the sender is not"
            + " configured to send it, or a proxy in between removes it.");
  }

  private boolean isSecret(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return secrets.stream().anyMatch(secret -> secret.matches(bytes));
  }

  private boolean isSecretExceptForTypography(String text) {
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
