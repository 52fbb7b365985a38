package dev.keyhook.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyhook.Secret;
import dev.keyhook.cli.catalogue.Vendor;
import dev.keyhook.subscriptions.PreflightFinding;
import dev.keyhook.subscriptions.PreflightOptions;
import dev.keyhook.subscriptions.PreflightReport;
import dev.keyhook.subscriptions.schlagehome.SchlageHomeSubscriptions;
import dev.keyhook.subscriptions.smartphonekey.SmartphoneKeySubscriptions;
import java.net.URI;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code keyhook preflight}: checks a callback URL before a vendor does. */
@Command(
    name = "preflight",
    description = {
      "Check a callback URL as the vendor will: HTTPS, public addresses, certificate, response.",
      "Exits with 1 if a check failed."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "It sends a request to the URL from this machine: OPTIONS as Schlage Home, POST as"
          + " SmartphoneKey. The vendor is derived from the path, unless --vendor is given.",
      "",
      "Examples:",
      "  keyhook preflight https://hooks.example.com/hooks/schlage-home",
      "  keyhook preflight https://hooks.example.com/spk --vendor smartphonekey \\",
      "      --token env:TOKEN"
    })
final class PreflightCommand implements Callable<Integer> {

  @Mixin private Output output = new Output();

  @Option(
      names = "--vendor",
      paramLabel = "smartphonekey|schlage-home",
      description = "The vendor that will deliver to the URL.")
  private @Nullable String vendorName;

  @Option(
      names = "--token",
      paramLabel = "SECRET",
      converter = SecretText.Converter.class,
      description =
          "SmartphoneKey's bearer token, sent over HTTPS only: env:NAME, @FILE, or literally.")
  private @Nullable SecretText token;

  @Parameters(
      paramLabel = "URL",
      arity = "1",
      converter = UrlConverter.class,
      description = "The callback URL.")
  private URI url = URI.create("");

  @Override
  public Integer call() {
    PreflightReport report = vendor() == Vendor.SCHLAGE_HOME ? schlageHome() : smartphoneKey();
    if (output.isJson()) {
      output.json(json(report));
    } else {
      report.findings().forEach(this::print);
    }
    return report.isReady() ? ExitCode.OK : ExitCode.CHECK_FAILED;
  }

  private Vendor vendor() {
    if (vendorName == null) {
      String path = String.valueOf(url.getPath());
      return path.endsWith(Vendor.SCHLAGE_HOME.endpoint())
          ? Vendor.SCHLAGE_HOME
          : Vendor.SMARTPHONEKEY;
    }
    return Vendor.all().stream()
        .filter(vendor -> vendor.endpoint().equals(vendorName))
        .findFirst()
        .orElseThrow(
            () -> CommandException.usage("--vendor must be smartphonekey or schlage-home"));
  }

  private PreflightReport smartphoneKey() {
    // A preflight check calls no API, so it needs no API key.
    try (SmartphoneKeySubscriptions client =
        SmartphoneKeySubscriptions.builder().apiKey(() -> Secret.of("not-used")).build()) {
      PreflightOptions options = PreflightOptions.defaults();
      return client.preflight(
          url,
          token == null ? options : options.sending("Authorization", Secret.of(token.reveal())));
    }
  }

  private PreflightReport schlageHome() {
    try (SchlageHomeSubscriptions client =
        SchlageHomeSubscriptions.builder().tokens(() -> Secret.of("not-used")).build()) {
      return client.preflight(url);
    }
  }

  private void print(PreflightFinding finding) {
    String outcome = finding.outcome().name().toLowerCase(Locale.ROOT);
    String style =
        switch (finding.outcome()) {
          case PASSED -> "green";
          case FAILED -> "red";
          default -> "yellow";
        };
    String check = finding.check().name().toLowerCase(Locale.ROOT);
    output.styledLine(
        output.style(style, String.format("%-9s", outcome))
            + String.format("%-12s", check)
            + Text.printable(finding.explanation()));
  }

  private static ObjectNode json(PreflightReport report) {
    ObjectNode node = Json.object().put("ready", report.isReady());
    ArrayNode findings = node.putArray("findings");
    for (PreflightFinding finding : report.findings()) {
      findings
          .addObject()
          .put("check", finding.check().name())
          .put("outcome", finding.outcome().name())
          .put("explanation", finding.explanation());
    }
    return node;
  }
}
