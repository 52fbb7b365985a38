package dev.keyhook.spring;

import dev.keyhook.telemetry.MicrometerListener;
import dev.keyhook.telemetry.ObservationListener;
import dev.keyhook.telemetry.OpenTelemetryListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.OpenTelemetry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Reports to the meter registry, as observations and to OpenTelemetry, where these are beans. */
@AutoConfiguration(
    before = KeyhookInboxAutoConfiguration.class,
    afterName = {
      "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration",
      "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
      "org.springframework.boot.actuate.autoconfigure.observation.ObservationAutoConfiguration",
      "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
      "org.springframework.boot.actuate.autoconfigure.tracing.OpenTelemetryTracingAutoConfiguration",
      "org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration",
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

  /** Observations, which Micrometer Tracing turns into spans. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(ObservationRegistry.class)
  @ConditionalOnBean(ObservationRegistry.class)
  static class Observations {

    @Bean
    @ConditionalOnMissingBean
    ObservationListener keyhookObservations(ObservationRegistry registry) {
      return ObservationListener.of(registry, Vendor.knownTypes());
    }
  }

  /** Traces, where Micrometer Tracing does not already make them of the observations. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(OpenTelemetry.class)
  @ConditionalOnBean(OpenTelemetry.class)
  @ConditionalOnMissingBean(type = "io.micrometer.tracing.Tracer")
  static class Traces {

    @Bean
    @ConditionalOnMissingBean
    OpenTelemetryListener keyhookTraces(OpenTelemetry telemetry) {
      return OpenTelemetryListener.of(telemetry);
    }
  }
}
