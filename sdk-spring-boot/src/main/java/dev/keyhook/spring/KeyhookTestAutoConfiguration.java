package dev.keyhook.spring;

import dev.keyhook.inbox.InboxAdmin;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** Simulates the senders in tests, with credentials that the endpoints accept. */
@AutoConfiguration(before = KeyhookAutoConfiguration.class)
@EnableConfigurationProperties(KeyhookProperties.class)
class KeyhookTestAutoConfiguration {

  @Bean
  TestCredentials keyhookTestCredentials(KeyhookProperties properties) {
    return new TestCredentials(properties);
  }

  @Bean
  KeyhookTest keyhookTest(
      TestCredentials credentials,
      ObjectProvider<WebhookEndpoints> endpoints,
      ObjectProvider<InboxAdmin> admin,
      Environment environment) {
    TestTransport transport = new TestTransport(endpoints::getObject, environment);
    return new KeyhookTest(credentials.senders(transport), admin::getIfAvailable);
  }
}
