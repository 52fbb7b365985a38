package dev.keyhook.spring;

import dev.keyhook.telemetry.MicrometerListener;
import dev.keyhook.telemetry.OpenTelemetryListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Reports to the meter registry and to OpenTelemetry, if the application has them. */
@AutoConfiguration(
    before = KeyhookInboxAutoConfiguration.class,
    afterName = {
      "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration",
      "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
      "org.springframework.boot.actuate.autoconfigure.opentelemetry.OpenTelemetryAutoConfiguration",
      "org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration"
    })
class KeyhookTelemetryAutoConfiguration {

  /** Metrics. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(MeterRegistry.class)
  @ConditionalOnBean(MeterRegistry.class)
  static class Metrics {

    @Bean
    @ConditionalOnMissingBean
    MicrometerListener keyhookMetrics(MeterRegistry registry) {
      return MicrometerListener.of(registry, Vendor.knownTypes());
    }
  }

  /** Traces. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(OpenTelemetry.class)
  @ConditionalOnBean(OpenTelemetry.class)
  static class Traces {

    @Bean
    @ConditionalOnMissingBean
    OpenTelemetryListener keyhookTraces(OpenTelemetry telemetry) {
      return OpenTelemetryListener.of(telemetry);
    }
  }
}
