package dev.keyhook.spring;

import dev.keyhook.Secret;
import dev.keyhook.spring.KeyhookProperties.SmartphoneKeyAccount;
import dev.keyhook.testkit.Deliveries;
import dev.keyhook.testkit.schlagehome.SchlageHomeDeliveries;
import dev.keyhook.testkit.smartphonekey.SmartphoneKeyDeliveries;
import java.security.PublicKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A sender with a new secret or key for each endpoint. */
final class TestCredentials implements CredentialSource {

  private final Map<String, SmartphoneKeyDeliveries> smartphoneKey = new HashMap<>();
  private final Map<String, SchlageHomeDeliveries> schlageHome = new HashMap<>();
  private final Map<String, Sender> senders = new HashMap<>();

  private record Sender(String path, Deliveries deliveries) {}

  TestCredentials(KeyhookProperties properties) {
    for (VendorEndpoint<SmartphoneKeyAccount> endpoint : properties.smartphonekey().endpoints()) {
      String header = endpoint.settings().header().name();
      SmartphoneKeyDeliveries deliveries =
          header == null
              ? SmartphoneKeyDeliveries.withNewBearerToken()
              : SmartphoneKeyDeliveries.withNewSecretHeader(header);
      smartphoneKey.put(endpoint.name(), deliveries);
      senders.put(endpoint.name(), new Sender(endpoint.path(), deliveries));
    }
    for (VendorEndpoint<?> endpoint : properties.schlageHome().endpoints()) {
      SchlageHomeDeliveries deliveries = SchlageHomeDeliveries.withNewKey();
      schlageHome.put(endpoint.name(), deliveries);
      senders.put(endpoint.name(), new Sender(endpoint.path(), deliveries));
    }
  }

  /** Returns senders by the names of their endpoints. */
  Map<String, EndpointSender> senders(TestTransport transport) {
    Map<String, EndpointSender> byEndpoint = new HashMap<>();
    senders.forEach(
        (endpoint, sender) ->
            byEndpoint.put(
                endpoint, new EndpointSender(sender.deliveries(), sender.path(), transport)));
    return byEndpoint;
  }

  @Override
  public @Nullable Supplier<? extends Collection<Secret>> secrets(String endpoint) {
    SmartphoneKeyDeliveries sender = smartphoneKey.get(endpoint);
    return sender == null ? null : () -> List.of(sender.secret());
  }

  @Override
  public @Nullable Supplier<? extends Collection<? extends PublicKey>> publicKeys(String endpoint) {
    SchlageHomeDeliveries sender = schlageHome.get(endpoint);
    return sender == null ? null : () -> List.of(sender.publicKey());
  }
}
