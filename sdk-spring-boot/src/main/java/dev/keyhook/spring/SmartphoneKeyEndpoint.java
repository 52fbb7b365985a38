package dev.keyhook.spring;

import dev.keyhook.DeliveryVerifier;
import dev.keyhook.Secret;
import dev.keyhook.spring.KeyhookProperties.SmartphoneKeyAccount;
import dev.keyhook.webhooks.WebhookReceiver;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyReceiverBuilder;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyWebhooks;
import dev.keyhook.webhooks.verification.InsecureVerification;
import java.util.Collection;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Builds a receiver for SmartphoneKey from its properties. */
final class SmartphoneKeyEndpoint {

  private final VendorEndpoint<SmartphoneKeyAccount> endpoint;
  private final SmartphoneKeyAccount properties;
  private final Credentials credentials;
  private final @Nullable Supplier<? extends Collection<Secret>> supplier;

  /**
   * Creates the endpoint.
   *
   * @param supplier a bean that provides the secrets; null to use those of the properties
   */
  SmartphoneKeyEndpoint(
      VendorEndpoint<SmartphoneKeyAccount> endpoint,
      Credentials credentials,
      @Nullable Supplier<? extends Collection<Secret>> supplier) {
    this.endpoint = endpoint;
    this.properties = endpoint.settings();
    this.credentials = credentials;
    this.supplier = supplier;
  }

  WebhookReceiver receiver(ReceiverParts parts) {
    SmartphoneKeyReceiverBuilder builder = SmartphoneKeyWebhooks.receiver(verifier());
    if (!properties.partnerId().isEmpty()) {
      builder.partnerId(properties.partnerId().toArray(String[]::new));
    }
    return parts.build(Vendor.SMARTPHONEKEY, endpoint.name(), builder);
  }

  private DeliveryVerifier verifier() {
    String header = properties.header().name();
    boolean hasSecrets = supplier != null || !properties.secrets().isEmpty();
    if (properties.insecure()) {
      if (!properties.secrets().isEmpty()) {
        throw new KeyhookConfigurationException(
            "The property " + endpoint.prefix() + "insecure is set together with secrets.",
            "Remove it, so that senders are authenticated.");
      }
      return InsecureVerification.acceptEveryone();
    }
    if (header == null && !properties.header().secrets().isEmpty()) {
      throw new KeyhookConfigurationException(
          "The property "
              + endpoint.prefix()
              + "header.secrets is set without "
              + endpoint.prefix()
              + "header.name.",
          "Write the name of the header that you agreed with the vendor.");
    }
    if (header != null && !properties.bearerTokens().isEmpty()) {
      throw new KeyhookConfigurationException(
          "Both "
              + endpoint.prefix()
              + "bearer-tokens and "
              + endpoint.prefix()
              + "header.name are set.",
          "Keep the one that you agreed with the vendor.");
    }
    if (!hasSecrets) {
      throw new KeyhookConfigurationException(
          "The endpoint " + endpoint.name() + " has no secret to authenticate its sender with.",
          "Write "
              + endpoint.prefix()
              + "bearer-tokens: [\"${SPK_TOKEN}\"], or "
              + endpoint.prefix()
              + "header.name and "
              + endpoint.prefix()
              + "header.secrets, or provide "
              + endpoint.supplierBean("Secret")
              + ". The vendor sets the secret up on request; only for a webhook without one write "
              + endpoint.prefix()
              + "insecure: true.");
    }
    Supplier<? extends Collection<Secret>> secrets =
        supplier != null ? supplier : credentials.secrets(properties.secrets());
    check(header, secrets);
    return header == null
        ? SmartphoneKeyWebhooks.bearerVerifier(secrets)
        : SmartphoneKeyWebhooks.headerVerifier(header, secrets);
  }

  /** Rejects unusable secrets at start; otherwise each delivery would fail. */
  private void check(@Nullable String header, Supplier<? extends Collection<Secret>> secrets) {
    try {
      Secret[] now = secrets.get().toArray(Secret[]::new);
      if (header == null) {
        SmartphoneKeyWebhooks.bearerVerifier(now);
      } else {
        SmartphoneKeyWebhooks.headerVerifier(header, now);
      }
    } catch (RuntimeException e) {
      throw new KeyhookConfigurationException(
          "A secret of the endpoint "
              + endpoint.name()
              + " cannot be used: "
              + e.getMessage()
              + ".",
          "Check "
              + endpoint.prefix()
              + (header == null ? "bearer-tokens" : "header")
              + ", or the bean that provides the secrets. A secret is written literally, or as"
              + " file:/path of a file that contains nothing else.",
          e);
    }
  }
}
