package dev.keyhook.spring;

import dev.keyhook.inbox.InboxAdmin;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Health, an endpoint, and masked secrets for Spring Boot's actuator. */
@AutoConfiguration(after = KeyhookAutoConfiguration.class)
@ConditionalOnClass({SanitizingFunction.class, ConditionalOnAvailableEndpoint.class})
class KeyhookActuatorAutoConfiguration {

  @Bean
  SecretMask keyhookSecretMask(KeyhookProperties properties) {
    return new SecretMask(properties.smartphonekey());
  }

  @Bean
  LastDeliveries keyhookLastDeliveries() {
    return new LastDeliveries(Clock.systemUTC());
  }

  @Bean
  InboxHealth keyhookInboxHealth(
      KeyhookProperties properties, LastDeliveries deliveries, ObjectProvider<InboxAdmin> admin) {
    return new InboxHealth(properties.health(), deliveries, admin.getIfAvailable());
  }

  @Bean
  @ConditionalOnAvailableEndpoint
  KeyhookEndpoint keyhookEndpoint(
      KeyhookProperties properties, InboxHealth health, ObjectProvider<InboxAdmin> admin) {
    return new KeyhookEndpoint(health, admin.getIfAvailable(), properties.endpoint().writable());
  }

  /** The health indicator of Spring Boot 3. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(name = "org.springframework.boot.actuate.health.HealthIndicator")
  @ConditionalOnProperty(
      name = "management.health.keyhook.enabled",
      havingValue = "true",
      matchIfMissing = true)
  static class ActuatorHealth {

    @Bean
    ActuatorHealthIndicator keyhookHealthIndicator(InboxHealth health) {
      return new ActuatorHealthIndicator(health);
    }
  }

  /** The health indicator of Spring Boot 4. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(name = "org.springframework.boot.health.contributor.HealthIndicator")
  @ConditionalOnProperty(
      name = "management.health.keyhook.enabled",
      havingValue = "true",
      matchIfMissing = true)
  static class ContributorHealth {

    @Bean
    ContributorHealthIndicator keyhookHealthIndicator(InboxHealth health) {
      return new ContributorHealthIndicator(health);
    }
  }
}
