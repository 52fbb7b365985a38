package dev.keyhook.spring;

import dev.keyhook.DeliveryVerifier;
import dev.keyhook.Secret;
import dev.keyhook.webhooks.WebhookReceiver;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyReceiverBuilder;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyWebhooks;
import dev.keyhook.webhooks.verification.InsecureVerification;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Builds the receiver for SmartphoneKey from its properties. */
final class SmartphoneKeyEndpoint {

  private static final String PREFIX = "keyhook.smartphonekey.";

  private final KeyhookProperties.SmartphoneKey properties;
  private final Credentials credentials;
  private final @Nullable Supplier<? extends Collection<Secret>> supplier;

  /**
   * Creates the endpoint.
   *
   * @param supplier a bean that provides the secrets; null to use those of the properties
   */
  SmartphoneKeyEndpoint(
      KeyhookProperties.SmartphoneKey properties,
      Credentials credentials,
      @Nullable Supplier<? extends Collection<Secret>> supplier) {
    this.properties = properties;
    this.credentials = credentials;
    this.supplier = supplier;
  }

  WebhookReceiver receiver(ReceiverParts parts) {
    SmartphoneKeyReceiverBuilder builder = SmartphoneKeyWebhooks.receiver(verifier());
    if (!properties.partnerId().isEmpty()) {
      builder.partnerId(properties.partnerId().toArray(String[]::new));
    }
    return parts.build(Vendor.SMARTPHONEKEY, builder);
  }

  private DeliveryVerifier verifier() {
    String header = properties.header().name();
    boolean hasSecrets = supplier != null || !values(header).isEmpty();
    if (properties.insecure()) {
      if (!values(header).isEmpty()) {
        throw new KeyhookConfigurationException(
            "The property " + PREFIX + "insecure is set together with secrets.",
            "Remove it, so that senders are authenticated.");
      }
      return InsecureVerification.acceptEveryone();
    }
    if (header == null && !properties.header().secrets().isEmpty()) {
      throw new KeyhookConfigurationException(
          "The property " + PREFIX + "header.secrets is set without " + PREFIX + "header.name.",
          "Write the name of the header that you agreed with the vendor.");
    }
    if (header != null && !properties.bearerTokens().isEmpty()) {
      throw new KeyhookConfigurationException(
          "Both " + PREFIX + "bearer-tokens and " + PREFIX + "header.name are set.",
          "Keep the one that you agreed with the vendor.");
    }
    if (!hasSecrets) {
      throw new KeyhookConfigurationException(
          "The endpoint smartphonekey has no secret to authenticate its sender with.",
          "Write "
              + PREFIX
              + "bearer-tokens: [\"${SPK_TOKEN}\"], or "
              + PREFIX
              + "header.name and "
              + PREFIX
              + "header.secrets, or provide a bean of Supplier<Collection<Secret>>. The vendor sets"
              + " the secret up on request; only for a webhook without one write "
              + PREFIX
              + "insecure: true.");
    }
    Supplier<? extends Collection<Secret>> secrets =
        supplier != null ? supplier : credentials.secrets(values(header));
    check(header, secrets);
    return header == null
        ? SmartphoneKeyWebhooks.bearerVerifier(secrets)
        : SmartphoneKeyWebhooks.headerVerifier(header, secrets);
  }

  private List<String> values(@Nullable String header) {
    return header == null ? properties.bearerTokens() : properties.header().secrets();
  }

  /** Rejects unusable secrets at start; otherwise each delivery would fail. */
  private static void check(
      @Nullable String header, Supplier<? extends Collection<Secret>> secrets) {
    try {
      Secret[] now = secrets.get().toArray(Secret[]::new);
      if (header == null) {
        SmartphoneKeyWebhooks.bearerVerifier(now);
      } else {
        SmartphoneKeyWebhooks.headerVerifier(header, now);
      }
    } catch (RuntimeException e) {
      throw new KeyhookConfigurationException(
          "A secret of the endpoint smartphonekey cannot be used: " + e.getMessage() + ".",
          "Check "
              + PREFIX
              + (header == null ? "bearer-tokens" : "header")
              + ", or the bean that provides the secrets. A secret is written literally, or as"
              + " file:/path of a file that contains nothing else.",
          e);
    }
  }
}
