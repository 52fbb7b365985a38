package dev.keyhook.cli.listen;

import dev.keyhook.DeliveryVerifier;
import dev.keyhook.Secret;
import dev.keyhook.cli.PublicKeys;
import dev.keyhook.cli.SecretHeader;
import dev.keyhook.cli.SecretText;
import dev.keyhook.cli.catalogue.Vendor;
import dev.keyhook.webhooks.schlagehome.SchlageHomeWebhooks;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyWebhooks;
import dev.keyhook.webhooks.verification.InsecureVerification;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Options with the credentials of the vendors. */
final class VendorOptions {

  @ArgGroup(exclusive = true)
  private SmartphoneKey smartphoneKey = new SmartphoneKey();

  @Option(
      names = "--schlage-home-key",
      paramLabel = "FILE|published",
      description = "Schlage Home's public key: a PEM file, or the published one. Repeatable.")
  private List<String> schlageHomeKeys = List.of();

  static final class SmartphoneKey {

    @Option(
        names = "--smartphonekey-token",
        paramLabel = "SECRET",
        converter = SecretText.Converter.class,
        description =
            "SmartphoneKey's bearer token: env:NAME, @FILE, or literally. Without any of these"
                + " options a new token is created and printed.")
    private @Nullable SecretText token;

    @Option(
        names = "--smartphonekey-header",
        paramLabel = "NAME=SECRET",
        converter = SecretHeader.Converter.class,
        description = "SmartphoneKey's secret in a header of its own.")
    private @Nullable SecretHeader header;

    @Option(
        names = "--smartphonekey-insecure",
        description = "Accept SmartphoneKey's deliveries without a secret.")
    private boolean insecure;
  }

  private @Nullable String madeToken;
  private final SampleKey sampleKey = new SampleKey();

  /** Returns the option with which {@code keyhook send} is authenticated; empty if none is. */
  String sendOption() {
    if (smartphoneKey.header != null) {
      return "--header " + smartphoneKey.header.name() + "=env:SECRET";
    } else if (smartphoneKey.insecure) {
      return "";
    }
    return "--token " + (smartphoneKey.token == null ? token() : "env:TOKEN");
  }

  /** Returns the option with which curl is authenticated, and a space; empty if none is. */
  String curlOption() {
    if (smartphoneKey.header != null) {
      return "-H \"" + smartphoneKey.header.name() + ": $SECRET\" ";
    } else if (smartphoneKey.insecure) {
      return "";
    }
    String token = smartphoneKey.token == null ? token() : "$TOKEN";
    return "-H \"Authorization: Bearer " + token + "\" ";
  }

  /** Returns whether a key was given whose private half the user may have. */
  boolean hasOwnSchlageHomeKey() {
    return schlageHomeKeys.stream().anyMatch(name -> !name.equals("published"));
  }

  /** Returns what must never be shown, and the headers that hold it. */
  Redaction redaction() {
    if (smartphoneKey.header != null) {
      String name = smartphoneKey.header.name().toLowerCase(Locale.ROOT);
      return new Redaction(List.of(smartphoneKey.header.secret().reveal()), Set.of(name));
    }
    return smartphoneKey.insecure
        ? new Redaction(List.of(), Set.of())
        : new Redaction(List.of(token()), Set.of());
  }

  private String token() {
    if (smartphoneKey.token != null) {
      return smartphoneKey.token.reveal();
    }
    if (madeToken == null) {
      byte[] random = new byte[20];
      new SecureRandom().nextBytes(random);
      madeToken = HexFormat.of().formatHex(random);
    }
    return madeToken;
  }

  VendorEndpoint smartphoneKey() {
    if (smartphoneKey.insecure) {
      return new VendorEndpoint(
          Vendor.SMARTPHONEKEY,
          InsecureVerification.acceptEveryone(),
          body -> Map.of(),
          body -> Map.of());
    } else if (smartphoneKey.header != null) {
      String name = smartphoneKey.header.name();
      String secret = smartphoneKey.header.secret().reveal();
      DeliveryVerifier verifier = SmartphoneKeyWebhooks.headerVerifier(name, Secret.of(secret));
      return endpoint(verifier, name, secret, "a-guess");
    }
    String token = token();
    DeliveryVerifier verifier = SmartphoneKeyWebhooks.bearerVerifier(Secret.of(token));
    return endpoint(verifier, "Authorization", "Bearer " + token, "Bearer a-guess");
  }

  private static VendorEndpoint endpoint(
      DeliveryVerifier verifier, String header, String value, String guess) {
    return new VendorEndpoint(
        Vendor.SMARTPHONEKEY,
        verifier,
        body -> Map.of(header, value),
        body -> Map.of(header, guess));
  }

  /** Besides the vendor's keys, the endpoint accepts one that only this process can sign with. */
  VendorEndpoint schlageHome() {
    List<String> names = schlageHomeKeys.isEmpty() ? List.of("published") : schlageHomeKeys;
    List<PublicKey> vendorKeys = PublicKeys.read(names);
    DeliveryVerifier verifier =
        SchlageHomeWebhooks.signatureVerifier(
            () -> {
              List<PublicKey> keys = new ArrayList<>(vendorKeys);
              sampleKey.publicKey().ifPresent(keys::add);
              return keys;
            });
    return new VendorEndpoint(
        Vendor.SCHLAGE_HOME, verifier, sampleKey::sign, sampleKey::signWithAnotherKey);
  }
}
