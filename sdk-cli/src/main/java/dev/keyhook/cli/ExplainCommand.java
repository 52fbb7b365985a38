package dev.keyhook.cli;

import dev.keyhook.DeliveryVerifier;
import dev.keyhook.Secret;
import dev.keyhook.WebhookRequest;
import dev.keyhook.webhooks.schlagehome.SchlageHomeWebhooks;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyWebhooks;
import dev.keyhook.webhooks.verification.Explanation;
import java.security.PublicKey;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code keyhook explain}: says why a delivery is refused. */
@Command(
    name = "explain",
    description = {
      "Say why a captured delivery is refused, and what to do.",
      "Exits with 0 if it is authenticated, with 1 if not."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "The body must be the exact bytes received, such as from: curl --data-binary @body.json",
      "",
      "Examples:",
      "  keyhook explain --body body.json --headers headers.txt --token env:TOKEN",
      "  keyhook explain --body body.json --headers headers.txt --key published \\",
      "      --key next.pem"
    })
final class ExplainCommand implements Callable<Integer> {

  @Mixin private Output output = new Output();

  @Option(
      names = "--body",
      required = true,
      paramLabel = "FILE|-",
      description = "The exact bytes of the body; - is standard input.")
  private String body = "";

  @Option(
      names = "--headers",
      required = true,
      paramLabel = "FILE",
      description = "The headers, one per line as NAME: VALUE.")
  private String headers = "";

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Credential credential = new Credential();

  static final class Credential {

    @Option(
        names = "--token",
        paramLabel = "SECRET",
        converter = SecretText.Converter.class,
        description = "SmartphoneKey's bearer token: env:NAME, @FILE, or literally.")
    @Nullable SecretText token;

    @Option(
        names = "--header",
        paramLabel = "NAME=SECRET",
        converter = SecretHeader.Converter.class,
        description = "SmartphoneKey's secret in a header of its own.")
    @Nullable SecretHeader header;

    @Option(
        names = "--key",
        paramLabel = "FILE|published",
        arity = "1..*",
        description = "Schlage Home's public keys: PEM files, or the published one.")
    List<String> keys = List.of();

    DeliveryVerifier verifier() {
      if (token != null) {
        return SmartphoneKeyWebhooks.bearerVerifier(Secret.of(token.reveal()));
      } else if (header != null) {
        return SmartphoneKeyWebhooks.headerVerifier(
            header.name(), Secret.of(header.secret().reveal()));
      }
      return SchlageHomeWebhooks.signatureVerifier(PublicKeys.read(keys).toArray(PublicKey[]::new));
    }
  }

  @Override
  public Integer call() {
    WebhookRequest request = HeaderFile.request(Input.text(headers), Input.bytes(body));
    if (request.headerNames().isEmpty()) {
      throw CommandException.usage(headers + " has no line such as Authorization: VALUE");
    }
    Explanation explanation = Explanation.of(credential.verifier(), request);
    boolean isAuthenticated = explanation.cause() == Explanation.Cause.NONE;
    if (output.isJson()) {
      output.json(
          Json.object()
              .put("authenticated", isAuthenticated)
              .put("cause", explanation.cause().name())
              .put("advice", explanation.advice()));
    } else {
      output.styledLine(
          output.style(isAuthenticated ? "green" : "red", explanation.cause().name())
              + "  "
              + Text.printable(explanation.advice()));
    }
    return isAuthenticated ? ExitCode.OK : ExitCode.CHECK_FAILED;
  }
}
