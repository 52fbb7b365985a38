package dev.keyhook.cli.send;

import dev.keyhook.cli.CommandException;
import dev.keyhook.cli.Input;
import dev.keyhook.cli.SecretHeader;
import dev.keyhook.cli.SecretText;
import dev.keyhook.cli.UrlConverter;
import dev.keyhook.cli.catalogue.Vendor;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options with the URL and the credentials of deliveries. */
final class TargetOptions {

  @Option(
      names = "--to",
      required = true,
      paramLabel = "URL",
      converter = UrlConverter.class,
      description =
          "Your endpoint. For a URL without a path, each vendor's own is added: /hooks/smartphonekey,"
              + " /hooks/schlage-home.")
  private URI url = URI.create("");

  @Option(
      names = "--token",
      paramLabel = "SECRET",
      converter = SecretText.Converter.class,
      description = "SmartphoneKey's bearer token: env:NAME, @FILE, or literally.")
  private @Nullable SecretText token;

  @Option(
      names = "--header",
      paramLabel = "NAME=SECRET",
      converter = SecretHeader.Converter.class,
      description = "SmartphoneKey's secret in a header of its own.")
  private @Nullable SecretHeader header;

  @Option(
      names = "--key",
      paramLabel = "PRIVATE.pem",
      description = "Private RSA key that signs Schlage Home's deliveries; PEM.")
  private @Nullable String key;

  /** Returns whether authentic deliveries differ from forged ones. */
  boolean hasSecret() {
    return token != null || header != null || key != null;
  }

  /** Returns whether there are credentials of a vendor. */
  boolean hasSecret(Vendor vendor) {
    return vendor == Vendor.SCHLAGE_HOME ? key != null : token != null || header != null;
  }

  /** Returns the vendor of the URL's path; null if there is none. */
  @Nullable Vendor vendorOfPath() {
    String path = String.valueOf(url.getPath());
    return Vendor.all().stream()
        .filter(vendor -> path.endsWith("/" + vendor.endpoint()))
        .findFirst()
        .orElse(null);
  }

  boolean hasPath() {
    String path = url.getRawPath();
    return path != null && !path.isEmpty() && !path.equals("/");
  }

  String destination() {
    return url.getScheme() + "://" + url.getRawAuthority();
  }

  /**
   * Returns the target for a vendor's deliveries.
   *
   * @throws CommandException if the options do not fit
   */
  Target target(Vendor vendor) {
    if (token != null && header != null) {
      throw CommandException.usage("Give --token or --header, not both");
    }
    URI address = hasPath() ? url : url.resolve(vendor.path());
    if (vendor == Vendor.SCHLAGE_HOME) {
      return Target.of(vendor, address, null, "", "", key == null ? null : signer(key));
    } else if (header != null) {
      String secret = header.secret().reveal();
      return Target.of(vendor, address, header.name(), secret, Target.forgedSecret(), null);
    } else if (token != null) {
      String forged = "Bearer " + Target.forgedSecret();
      return Target.of(vendor, address, "Authorization", "Bearer " + token.reveal(), forged, null);
    }
    return Target.of(vendor, address, null, "", "", null);
  }

  private static Signer signer(String file) {
    return Signer.ofPem(Input.text(file), file);
  }
}
