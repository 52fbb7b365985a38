package dev.keyhook.spring;

import dev.keyhook.Secret;
import dev.keyhook.routing.EventRouter;
import dev.keyhook.store.Idempotency;
import dev.keyhook.store.Inbox;
import dev.keyhook.webhooks.ReceiverListener;
import java.security.PublicKey;
import java.util.Collection;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.ResourceLoader;

/** Creates receivers and routers from properties and handlers, for any web server. */
@AutoConfiguration(after = KeyhookInboxAutoConfiguration.class)
@EnableConfigurationProperties(KeyhookProperties.class)
class KeyhookAutoConfiguration {

  @Bean
  Routers keyhookRouters(
      ConfigurableListableBeanFactory beans, ObjectProvider<EventRouter<?>> routers) {
    return new Routers(routers.orderedStream().toList(), new HandlerMethods(beans).find());
  }

  @Bean
  WebhookEndpoints keyhookEndpoints(
      KeyhookProperties properties,
      Routers routers,
      ObjectProvider<Inbox> inbox,
      ObjectProvider<Idempotency> idempotency,
      ObjectProvider<ReceiverListener.Factory> listeners,
      ObjectProvider<Supplier<? extends Collection<Secret>>> secrets,
      ObjectProvider<Supplier<? extends Collection<? extends PublicKey>>> keys,
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
    String path = properties.smartphonekey().path();
    if (path != null) {
      SmartphoneKeyEndpoint endpoint =
          new SmartphoneKeyEndpoint(
              properties.smartphonekey(), credentials, secrets.getIfAvailable());
      endpoints.add("keyhook.smartphonekey.path", path, endpoint.receiver(parts));
    }
    path = properties.schlageHome().path();
    if (path != null) {
      SchlageHomeEndpoint endpoint =
          new SchlageHomeEndpoint(properties.schlageHome(), credentials, keys.getIfAvailable());
      endpoints.add("keyhook.schlage-home.path", path, endpoint.receiver(parts));
    }
    return endpoints;
  }
}
