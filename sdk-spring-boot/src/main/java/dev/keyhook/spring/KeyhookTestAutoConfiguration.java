package dev.keyhook.spring;

import dev.keyhook.Secret;
import dev.keyhook.inbox.InboxAdmin;
import dev.keyhook.testkit.schlagehome.SchlageHomeDeliveries;
import dev.keyhook.testkit.smartphonekey.SmartphoneKeyDeliveries;
import java.security.PublicKey;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;

/** Plays the senders in tests, with credentials that the endpoints accept. */
@AutoConfiguration(before = KeyhookAutoConfiguration.class)
@EnableConfigurationProperties(KeyhookProperties.class)
class KeyhookTestAutoConfiguration {

  @Bean
  SmartphoneKeyDeliveries keyhookTestSmartphoneKey(KeyhookProperties properties) {
    String header = properties.smartphonekey().header().name();
    return header == null
        ? SmartphoneKeyDeliveries.withNewBearerToken()
        : SmartphoneKeyDeliveries.withNewSecretHeader(header);
  }

  @Bean
  SchlageHomeDeliveries keyhookTestSchlageHome() {
    return SchlageHomeDeliveries.withNewKey();
  }

  @Bean
  @Primary
  Supplier<Collection<Secret>> keyhookTestSecrets(SmartphoneKeyDeliveries sender) {
    return () -> List.of(sender.secret());
  }

  @Bean
  @Primary
  Supplier<Collection<PublicKey>> keyhookTestKeys(SchlageHomeDeliveries sender) {
    List<PublicKey> keys = List.of(sender.publicKey());
    return () -> keys;
  }

  @Bean
  KeyhookTest keyhookTest(
      KeyhookProperties properties,
      SmartphoneKeyDeliveries smartphoneKey,
      SchlageHomeDeliveries schlageHome,
      ObjectProvider<WebhookEndpoints> endpoints,
      ObjectProvider<InboxAdmin> admin,
      Environment environment) {
    TestTransport transport = new TestTransport(endpoints::getObject, environment);
    return new KeyhookTest(
        new EndpointSender(smartphoneKey, properties.smartphonekey().path(), transport),
        new EndpointSender(schlageHome, properties.schlageHome().path(), transport),
        admin::getIfAvailable);
  }
}
