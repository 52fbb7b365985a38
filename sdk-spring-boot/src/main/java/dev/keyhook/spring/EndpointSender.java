package dev.keyhook.spring;

import dev.keyhook.Event;
import dev.keyhook.WebhookRequest;
import dev.keyhook.WebhookResponse;
import dev.keyhook.testkit.Deliveries;

/**
 * Simulates the sender of one endpoint in a test. Requests go over HTTP if the application listens
 * on a port, otherwise directly to the endpoint's receiver. Safe for use by any number of threads.
 */
public final class EndpointSender {

  private final Deliveries deliveries;
  private final String path;
  private final TestTransport transport;

  EndpointSender(Deliveries deliveries, String path, TestTransport transport) {
    this.deliveries = deliveries;
    this.path = path;
    this.transport = transport;
  }

  /** Returns a factory of authentic, forged and tampered requests. */
  public Deliveries deliveries() {
    return deliveries;
  }

  /** Sends an authentic delivery of a body, such as a sample of {@code keyhook-testkit}. */
  public WebhookResponse deliver(byte[] body) {
    return send(deliveries.deliver(body));
  }

  /** Sends an authentic delivery of an event, such as one from a builder. */
  public WebhookResponse deliver(Event<?> event) {
    return send(deliveries.deliver(event));
  }

  /** Sends a request. */
  public WebhookResponse send(WebhookRequest request) {
    return transport.send(path, request);
  }
}
