package dev.keyhook.cli.listen;

import dev.keyhook.cli.catalogue.EventDescription;
import dev.keyhook.cli.send.Connection;
import dev.keyhook.cli.send.Reply;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;

/** Sends samples to the command's own endpoints over HTTP, as the vendors would. */
final class SampleSender {

  private final URI base;
  private final Map<?, VendorEndpoint> endpoints;
  private final Clock clock;

  SampleSender(URI base, Map<?, VendorEndpoint> endpoints, Clock clock) {
    this.base = base;
    this.endpoints = endpoints;
    this.clock = clock;
  }

  /**
   * Sends a sample.
   *
   * @return the status of the response; 0 if there was none
   */
  int send(EventDescription event, SampleFault fault) {
    VendorEndpoint endpoint = endpoints.get(event.vendor());
    if (endpoint == null) {
      return 0;
    }
    byte[] body = SampleBody.of(event, fault, clock.instant());
    Map<String, String> proof =
        switch (fault) {
          case WRONG_CREDENTIAL -> endpoint.forgery().apply(body);
          case NO_CREDENTIAL -> Map.of();
          default -> endpoint.proof().apply(body);
        };
    if (fault == SampleFault.TAMPERED) {
      body = tampered(body);
    }
    byte[] request = request(endpoint.vendor().path(), fault, proof, body);
    try (Connection connection = new Connection(base)) {
      if (fault == SampleFault.CUT) {
        connection.cut(request, request.length - body.length / 2);
        return 0;
      }
      Reply reply = connection.exchange(request);
      return fault == SampleFault.DUPLICATE
          ? connection.exchange(request).status()
          : reply.status();
    }
  }

  /** Returns the body with one digit changed: still an event, but the signature is invalid. */
  private static byte[] tampered(byte[] body) {
    byte[] changed = body.clone();
    for (int i = changed.length - 1; i >= 0; i--) {
      if (changed[i] >= '0' && changed[i] <= '8') {
        changed[i]++;
        return changed;
      }
    }
    return changed;
  }

  private byte[] request(String path, SampleFault fault, Map<String, String> proof, byte[] body) {
    StringBuilder head = new StringBuilder();
    head.append(fault == SampleFault.WRONG_METHOD ? "GET " : "POST ").append(path);
    head.append(" HTTP/1.1\r\nHost: ").append(base.getRawAuthority());
    head.append("\r\nUser-Agent: keyhook-sample\r\nContent-Type: application/json\r\n");
    proof.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
    byte[] start = head.toString().getBytes(StandardCharsets.ISO_8859_1);
    byte[] request = new byte[start.length + body.length];
    System.arraycopy(start, 0, request, 0, start.length);
    System.arraycopy(body, 0, request, start.length, body.length);
    return request;
  }
}
