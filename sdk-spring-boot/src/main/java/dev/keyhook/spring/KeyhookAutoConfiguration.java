package dev.keyhook.spring;

import dev.keyhook.Secret;
import dev.keyhook.routing.EventRouter;
import dev.keyhook.spring.KeyhookProperties.SchlageHomeAccount;
import dev.keyhook.spring.KeyhookProperties.SmartphoneKeyAccount;
import dev.keyhook.store.Idempotency;
import dev.keyhook.store.Inbox;
import dev.keyhook.webhooks.ReceiverListener;
import java.security.PublicKey;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.ResourceLoader;

/** Creates receivers and routers from properties and handlers, for any web server. */
@AutoConfiguration(after = KeyhookInboxAutoConfiguration.class)
@EnableConfigurationProperties(KeyhookProperties.class)
class KeyhookAutoConfiguration {

  @Bean
  Routers keyhookRouters(
      KeyhookProperties properties,
      ConfigurableListableBeanFactory beans,
      ObjectProvider<EventRouter<?>> routers) {
    return new Routers(
        routers.orderedStream().toList(),
        new HandlerMethods(beans).find(),
        Map.of(
            Vendor.SMARTPHONEKEY, names(properties.smartphonekey().endpoints()),
            Vendor.SCHLAGE_HOME, names(properties.schlageHome().endpoints())));
  }

  private static List<String> names(List<? extends VendorEndpoint<?>> endpoints) {
    return endpoints.stream().<String>map(VendorEndpoint::name).toList();
  }

  @Bean
  @ConditionalOnMissingBean(CredentialSource.class)
  CredentialBeans keyhookCredentials(
      KeyhookProperties properties,
      ListableBeanFactory beans,
      ObjectProvider<Supplier<? extends Collection<Secret>>> secrets,
      ObjectProvider<Supplier<? extends Collection<? extends PublicKey>>> publicKeys) {
    return new CredentialBeans(beans, properties, secrets, publicKeys);
  }

  @Bean
  WebhookEndpoints keyhookEndpoints(
      KeyhookProperties properties,
      Routers routers,
      ObjectProvider<Inbox> inbox,
      ObjectProvider<Idempotency> idempotency,
      ObjectProvider<ReceiverListener.Factory> listeners,
      CredentialSource source,
      ResourceLoader resources) {
    Credentials credentials =
        new Credentials(resources, properties.credentialsReload(), System::nanoTime);
    ReceiverParts parts =
        new ReceiverParts(
            routers,
            inbox.getIfAvailable(),
            properties.inbox().worker().enabled(),
            idempotency.getIfAvailable(),
            listeners.orderedStream().toList());
    WebhookEndpoints endpoints = new WebhookEndpoints();
    for (VendorEndpoint<SmartphoneKeyAccount> one : properties.smartphonekey().endpoints()) {
      SmartphoneKeyEndpoint endpoint =
          new SmartphoneKeyEndpoint(one, credentials, source.secrets(one.name()));
      endpoints.add(one.prefix() + "path", one.path(), endpoint.receiver(parts));
    }
    for (VendorEndpoint<SchlageHomeAccount> one : properties.schlageHome().endpoints()) {
      SchlageHomeEndpoint endpoint =
          new SchlageHomeEndpoint(one, credentials, source.publicKeys(one.name()));
      endpoints.add(one.prefix() + "path", one.path(), endpoint.receiver(parts));
    }
    return endpoints;
  }
}
