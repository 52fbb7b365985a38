package dev.keyhook.spring;

import dev.keyhook.webhooks.WebhookReceiver;
import dev.keyhook.webhooks.schlagehome.SchlageHomeReceiverBuilder;
import dev.keyhook.webhooks.schlagehome.SchlageHomeWebhooks;
import java.security.PublicKey;
import java.util.Collection;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Builds the receiver for Schlage Home from its properties. */
final class SchlageHomeEndpoint {

  private static final String KEYS = "keyhook.schlage-home.public-keys";

  private final KeyhookProperties.SchlageHome properties;
  private final Credentials credentials;
  private final @Nullable Supplier<? extends Collection<? extends PublicKey>> supplier;

  /**
   * Creates the endpoint.
   *
   * @param supplier a bean that provides the keys; null to use those of the properties
   */
  SchlageHomeEndpoint(
      KeyhookProperties.SchlageHome properties,
      Credentials credentials,
      @Nullable Supplier<? extends Collection<? extends PublicKey>> supplier) {
    this.properties = properties;
    this.credentials = credentials;
    this.supplier = supplier;
  }

  WebhookReceiver receiver(ReceiverParts parts) {
    if (supplier == null && properties.publicKeys().isEmpty()) {
      throw new KeyhookConfigurationException(
          "The endpoint schlage-home has no public key to verify signatures with.",
          "Write "
              + KEYS
              + ": [\"classpath:schlage.pem\"], with the key that the vendor gave you, or provide a"
              + " bean of Supplier<Collection<PublicKey>>.");
    }
    Supplier<? extends Collection<? extends PublicKey>> keys =
        supplier != null ? supplier : credentials.publicKeys(properties.publicKeys());
    check(keys);
    SchlageHomeReceiverBuilder builder =
        SchlageHomeWebhooks.receiver(SchlageHomeWebhooks.signatureVerifier(keys));
    if (properties.permitRequestOrigin()) {
      builder.permitRequestOrigin();
    }
    return parts.build(Vendor.SCHLAGE_HOME, builder);
  }

  /** Rejects unusable keys at start; otherwise each delivery would fail. */
  private static void check(Supplier<? extends Collection<? extends PublicKey>> keys) {
    try {
      SchlageHomeWebhooks.signatureVerifier(keys.get().toArray(PublicKey[]::new));
    } catch (RuntimeException e) {
      throw new KeyhookConfigurationException(
          "A public key of the endpoint schlage-home cannot be used: " + e.getMessage() + ".",
          "Check "
              + KEYS
              + ", or the bean that provides the keys. A key is the location of a PEM file, such as"
              + " classpath:schlage.pem or file:/path, or PEM text with its BEGIN and END lines.",
          e);
    }
  }
}
