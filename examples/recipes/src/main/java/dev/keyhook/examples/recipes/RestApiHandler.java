package dev.keyhook.examples.recipes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import dev.keyhook.WebhookRequest;
import dev.keyhook.WebhookResponse;
import dev.keyhook.webhooks.WebhookReceiver;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Receives webhooks in AWS Lambda, behind a REST API of API Gateway (payload format 1.0). */
// region rest-api
public final class RestApiHandler
    implements RequestHandler<APIGatewayProxyRequestEvent, APIGatewayProxyResponseEvent> {

  private final WebhookReceiver receiver;

  /** Creates a handler. Lambda needs a subclass with a no-argument constructor. */
  public RestApiHandler(WebhookReceiver receiver) {
    this.receiver = receiver;
  }

  @Override
  public APIGatewayProxyResponseEvent handleRequest(
      APIGatewayProxyRequestEvent event, Context context) {
    WebhookResponse response = receiver.receive(request(event));
    return new APIGatewayProxyResponseEvent()
        .withStatusCode(response.status())
        .withHeaders(response.headers())
        .withBody(new String(response.body(), UTF_8));
  }

  private static WebhookRequest request(APIGatewayProxyRequestEvent event) {
    WebhookRequest.Builder request =
        WebhookRequest.builder(event.getHttpMethod()).target(target(event)).body(body(event));
    // Either map may be null; a load balancer sends only one of them.
    if (event.getMultiValueHeaders() != null) {
      event
          .getMultiValueHeaders()
          .forEach((name, values) -> values.forEach(value -> request.header(name, value)));
    } else if (event.getHeaders() != null) {
      event.getHeaders().forEach(request::header);
    }
    return request.build();
  }

  /** Returns path and query. API Gateway has decoded the query, so its encoding may differ. */
  private static String target(APIGatewayProxyRequestEvent event) {
    Map<String, List<String>> query = event.getMultiValueQueryStringParameters();
    if (query == null || query.isEmpty()) {
      return event.getPath();
    }
    return query.entrySet().stream()
        .flatMap(each -> each.getValue().stream().map(value -> pair(each.getKey(), value)))
        .collect(joining("&", event.getPath() + "?", ""));
  }

  private static String pair(String name, String value) {
    return URLEncoder.encode(name, UTF_8) + "=" + URLEncoder.encode(value, UTF_8);
  }

  private static byte[] body(APIGatewayProxyRequestEvent event) {
    if (event.getBody() == null) {
      return new byte[0];
    }
    return Boolean.TRUE.equals(event.getIsBase64Encoded())
        ? Base64.getDecoder().decode(event.getBody())
        : event.getBody().getBytes(UTF_8);
  }
}
// endregion
