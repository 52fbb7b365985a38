package dev.keyhook.spring;

import dev.keyhook.WebhookRequest;
import dev.keyhook.WebhookResponse;
import dev.keyhook.testkit.HttpSender;
import dev.keyhook.webhooks.WebhookReceiver;
import java.net.URI;
import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.core.env.Environment;
import org.springframework.web.util.UriUtils;

/**
 * Sends requests of a test over HTTP if the application listens, otherwise directly to the
 * receiver.
 */
final class TestTransport {

  private final Supplier<WebhookEndpoints> endpoints;
  private final Environment environment;

  TestTransport(Supplier<WebhookEndpoints> endpoints, Environment environment) {
    this.endpoints = endpoints;
    this.environment = environment;
  }

  WebhookResponse send(String path, WebhookRequest request) {
    String port = environment.getProperty("local.server.port");
    if (port == null) {
      WebhookReceiver receiver =
          Objects.requireNonNull(endpoints.get().at(path), "no endpoint at " + path);
      return receiver.receive(request);
    }
    String context =
        environment.getProperty(
            "server.servlet.context-path", environment.getProperty("spring.webflux.base-path", ""));
    URI url = URI.create("http://localhost:" + port + UriUtils.encodePath(context + path, "UTF-8"));
    return HttpSender.to(url).send(request);
  }
}
