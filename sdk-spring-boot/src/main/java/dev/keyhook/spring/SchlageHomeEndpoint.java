package dev.keyhook.spring;

import dev.keyhook.spring.KeyhookProperties.SchlageHomeAccount;
import dev.keyhook.webhooks.WebhookReceiver;
import dev.keyhook.webhooks.schlagehome.SchlageHomeReceiverBuilder;
import dev.keyhook.webhooks.schlagehome.SchlageHomeWebhooks;
import java.security.PublicKey;
import java.util.Collection;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Builds a receiver for Schlage Home from its properties. */
final class SchlageHomeEndpoint {

  private final VendorEndpoint<SchlageHomeAccount> endpoint;
  private final SchlageHomeAccount properties;
  private final Credentials credentials;
  private final @Nullable Supplier<? extends Collection<? extends PublicKey>> supplier;

  /**
   * Creates the endpoint.
   *
   * @param supplier a bean that provides the keys; null to use those of the properties
   */
  SchlageHomeEndpoint(
      VendorEndpoint<SchlageHomeAccount> endpoint,
      Credentials credentials,
      @Nullable Supplier<? extends Collection<? extends PublicKey>> supplier) {
    this.endpoint = endpoint;
    this.properties = endpoint.settings();
    this.credentials = credentials;
    this.supplier = supplier;
  }

  WebhookReceiver receiver(ReceiverParts parts) {
    if (supplier == null && properties.publicKeys().isEmpty()) {
      throw new KeyhookConfigurationException(
          "The endpoint " + endpoint.name() + " has no public key to verify signatures with.",
          "Write "
              + endpoint.prefix()
              + "public-keys: [\"classpath:schlage.pem\"], with the key that the vendor gave you, or"
              + " provide "
              + endpoint.supplierBean("PublicKey")
              + ".");
    }
    Supplier<? extends Collection<? extends PublicKey>> keys =
        supplier != null ? supplier : credentials.publicKeys(properties.publicKeys());
    check(keys);
    SchlageHomeReceiverBuilder builder =
        SchlageHomeWebhooks.receiver(SchlageHomeWebhooks.signatureVerifier(keys));
    if (properties.permitRequestOrigin()) {
      builder.permitRequestOrigin();
    }
    return parts.build(Vendor.SCHLAGE_HOME, endpoint.name(), builder);
  }

  /** Rejects unusable keys at start; otherwise each delivery would fail. */
  private void check(Supplier<? extends Collection<? extends PublicKey>> keys) {
    try {
      SchlageHomeWebhooks.signatureVerifier(keys.get().toArray(PublicKey[]::new));
    } catch (RuntimeException e) {
      throw new KeyhookConfigurationException(
          "A public key of the endpoint "
              + endpoint.name()
              + " cannot be used: "
              + e.getMessage()
              + ".",
          "Check "
              + endpoint.prefix()
              + "public-keys, or the bean that provides the keys. A key is the location of a PEM file, such as"
              + " classpath:schlage.pem or file:/path, or PEM text with its BEGIN and END lines.",
          e);
    }
  }
}
