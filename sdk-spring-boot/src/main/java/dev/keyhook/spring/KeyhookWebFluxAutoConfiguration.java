package dev.keyhook.spring;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.util.function.SingletonSupplier;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Receives webhooks in a reactive web server. */
@AutoConfiguration(after = KeyhookAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
class KeyhookWebFluxAutoConfiguration {

  @Bean(destroyMethod = "dispose")
  Scheduler keyhookScheduler(KeyhookProperties properties) {
    KeyhookProperties.WebFlux settings = properties.webflux();
    // The queue is counted for each thread.
    int perThread = Math.max(1, settings.queue() / settings.threads());
    return Schedulers.newBoundedElastic(settings.threads(), perThread, "keyhook-webhook");
  }

  @Bean
  WebhookWebFilter keyhookWebFilter(
      KeyhookProperties properties,
      ObjectProvider<WebhookEndpoints> endpoints,
      Scheduler keyhookScheduler) {
    return new WebhookWebFilter(
        SingletonSupplier.of(endpoints::getObject),
        keyhookScheduler,
        properties.webflux().readTimeout());
  }
}
