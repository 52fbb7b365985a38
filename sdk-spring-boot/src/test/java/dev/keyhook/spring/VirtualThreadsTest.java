package dev.keyhook.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhook.Secret;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvent;
import dev.keyhook.testkit.HttpSender;
import dev.keyhook.testkit.smartphonekey.SmartphoneKeyDeliveries;
import dev.keyhook.testkit.smartphonekey.SmartphoneKeySamples;
import dev.keyhook.webhooks.ReceiverListener;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Tomcat receives on virtual threads, and the inbox stores and handles what they bring. */
@EnabledForJreRange(min = JRE.JAVA_21)
class VirtualThreadsTest {

  /** The name of the group of all virtual threads. */
  private static final String VIRTUAL = "VirtualThreads";

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import({DenyAllSecurity.class, Handlers.class})
  static class Application {

    @Bean
    Received received() {
      return new Received();
    }

    @Bean
    ReceiverListener.Factory threads(Received received) {
      return (endpoint, request) -> {
        received.add("received on " + Thread.currentThread().getThreadGroup().getName());
        return new ReceiverListener() {};
      };
    }
  }

  static class Handlers {

    private final Received received;

    Handlers(Received received) {
      this.received = received;
    }

    @WebhookHandler
    void rest(SmartphoneKeyEvent event) {
      received.add("handled");
    }
  }

  @Test
  void receivesOnVirtualThreads() throws Exception {
    try (ConfigurableApplicationContext context =
        TestApplications.servletOn(
            Postgres.newDatabase(),
            Application.class,
            "spring.threads.virtual.enabled=true",
            "keyhook.smartphonekey.path=/hook",
            "keyhook.smartphonekey.bearer-tokens=an-agreed-token")) {
      HttpSender http =
          HttpSender.to(URI.create("http://127.0.0.1:" + TestApplications.port(context) + "/hook"));
      SmartphoneKeyDeliveries sender =
          SmartphoneKeyDeliveries.withBearerToken(Secret.of("an-agreed-token"));

      assertThat(http.send(sender.deliver(SmartphoneKeySamples.keyAdded())).status())
          .isEqualTo(204);
      Received received = context.getBean(Received.class);
      assertThat(received.next()).isEqualTo("received on " + VIRTUAL);
      assertThat(received.next()).isEqualTo("handled");
    }
  }
}
