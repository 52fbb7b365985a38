package dev.keyhook.spring;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.util.function.SingletonSupplier;

/** Receives webhooks in a servlet container. */
@AutoConfiguration(after = KeyhookAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
class KeyhookServletAutoConfiguration {

  @Bean
  WebhookFilterRegistration keyhookWebhookFilter(ObjectProvider<WebhookEndpoints> endpoints) {
    return new WebhookFilterRegistration(
        new WebhookFilter(SingletonSupplier.of(endpoints::getObject)));
  }
}
