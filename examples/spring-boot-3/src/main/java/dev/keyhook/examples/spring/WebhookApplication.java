package dev.keyhook.examples.spring;

import dev.keyhook.Secret;
import dev.keyhook.events.schlagehome.SchlageHomeEvents;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import dev.keyhook.webhooks.WebhookReceiver;
import dev.keyhook.webhooks.WebhookServlet;
import dev.keyhook.webhooks.schlagehome.SchlageHomeWebhooks;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyWebhooks;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;

/** Receives SmartphoneKey's webhooks in a controller, and Schlage Home's in a servlet. */
@SpringBootApplication
public class WebhookApplication {

  /** Starts the application. */
  public static void main(String[] args) {
    SpringApplication.run(WebhookApplication.class, args);
  }

  /** Returns the types of the events that were handled. */
  @Bean
  Queue<String> received() {
    return new ConcurrentLinkedQueue<>();
  }

  @Bean
  WebhookReceiver smartphoneKey(
      @Value("${hooks.smartphonekey.token}") String token, Queue<String> received) {
    return SmartphoneKeyWebhooks.receiver(SmartphoneKeyWebhooks.bearerVerifier(Secret.of(token)))
        .handle(SmartphoneKeyEvents.router().otherwise(e -> received.add(e.type())).build())
        .build();
  }

  // region servlet
  // Without a controller, Spring MVC cannot touch the body.
  @Bean
  ServletRegistrationBean<WebhookServlet> schlageHome(
      @Value("${hooks.schlagehome.key}") String pem, Queue<String> received) {
    WebhookReceiver receiver =
        SchlageHomeWebhooks.receiver(
                SchlageHomeWebhooks.signatureVerifier(SchlageHomeWebhooks.publicKey(pem)))
            .handle(SchlageHomeEvents.router().otherwise(e -> received.add(e.type())).build())
            .build();
    return new ServletRegistrationBean<>(WebhookServlet.of(receiver), "/hooks/schlagehome");
  }
  // endregion
}
