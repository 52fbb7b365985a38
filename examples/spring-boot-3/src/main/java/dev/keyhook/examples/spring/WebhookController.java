package dev.keyhook.examples.spring;

import dev.keyhook.WebhookRequest;
import dev.keyhook.WebhookResponse;
import dev.keyhook.webhooks.WebhookReceiver;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Receives webhooks in a controller, the same in Spring Boot 3 and 4. */
// region controller
@RestController
class WebhookController {

  private final WebhookReceiver receiver;

  WebhookController(WebhookReceiver receiver) {
    this.receiver = receiver;
  }

  // No method, no content type, no @RequestBody: Spring would answer 4xx by itself, or change
  // bytes.
  @RequestMapping("/hooks/smartphonekey")
  ResponseEntity<Void> receive(HttpServletRequest request) throws IOException {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    for (String name : Collections.list(request.getHeaderNames())) {
      headers.put(name, Collections.list(request.getHeaders(name)));
    }
    byte[] body = request.getInputStream().readNBytes(receiver.maxBodyBytes() + 1);
    WebhookResponse answer =
        receiver.receive(WebhookRequest.of(request.getMethod(), headers, body));
    return ResponseEntity.status(answer.status())
        .headers(to -> answer.headers().forEach(to::set))
        .build();
  }
}
// endregion
