package dev.keyhook.examples.spring;

import dev.keyhook.WebhookRequest;
import dev.keyhook.WebhookResponse;
import dev.keyhook.webhooks.WebhookReceiver;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Receives webhooks in a controller, the same in Spring Boot 3 and 4. */
// region controller
@RestController
class WebhookController {

  private static final byte[] NO_BODY = {};

  private final WebhookReceiver receiver;

  WebhookController(WebhookReceiver receiver) {
    this.receiver = receiver;
  }

  // No method, content type or @RequestBody: Spring would respond with 4xx by itself, or convert
  // the body.
  @RequestMapping("/hooks/smartphonekey")
  ResponseEntity<byte[]> receive(HttpServletRequest request) {
    Optional<WebhookResponse> early = receiver.receiveHead(received(request, NO_BODY));
    WebhookResponse response =
        early.isPresent() ? early.get() : receiver.receive(received(request, body(request)));
    return ResponseEntity.status(response.status())
        .headers(to -> response.headers().forEach(to::set))
        .body(response.body());
  }

  private byte[] body(HttpServletRequest request) {
    try {
      return request.getInputStream().readNBytes(receiver.maxBodyBytes() + 1);
    } catch (IOException e) {
      // After an IOException the container would respond with 400, at which the vendor drops the
      // event.
      throw new UncheckedIOException("The request's body could not be read", e);
    }
  }

  private static WebhookRequest received(HttpServletRequest request, byte[] body) {
    String query = request.getQueryString() == null ? "" : "?" + request.getQueryString();
    WebhookRequest.Builder builder =
        WebhookRequest.builder(request.getMethod())
            .target(request.getRequestURI() + query)
            .body(body);
    for (String name : Collections.list(request.getHeaderNames())) {
      Collections.list(request.getHeaders(name)).forEach(value -> builder.header(name, value));
    }
    return builder.build();
  }
}
// endregion
