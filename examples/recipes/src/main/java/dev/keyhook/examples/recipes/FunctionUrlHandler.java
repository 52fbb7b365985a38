package dev.keyhook.examples.recipes;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.keyhook.WebhookRequest;
import dev.keyhook.WebhookResponse;
import dev.keyhook.webhooks.WebhookReceiver;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Receives webhooks in AWS Lambda, behind a function URL or an HTTP API of API Gateway. */
// region function-url
public final class FunctionUrlHandler
    implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {

  private final WebhookReceiver receiver;

  /** Makes a handler; Lambda wants a subclass with a constructor without parameters. */
  public FunctionUrlHandler(WebhookReceiver receiver) {
    this.receiver = receiver;
  }

  @Override
  public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent event, Context context) {
    // AWS joins a header that comes twice with commas; a joined proof is refused.
    Map<String, List<String>> headers = new TreeMap<>();
    event.getHeaders().forEach((name, value) -> headers.put(name, List.of(value)));
    WebhookResponse answer =
        receiver.receive(
            WebhookRequest.of(
                event.getRequestContext().getHttp().getMethod(), headers, body(event)));
    return APIGatewayV2HTTPResponse.builder()
        .withStatusCode(answer.status())
        .withHeaders(answer.headers())
        .build();
  }

  private static byte[] body(APIGatewayV2HTTPEvent event) {
    if (event.getBody() == null) {
      return new byte[0];
    }
    return event.getIsBase64Encoded()
        ? Base64.getDecoder().decode(event.getBody())
        : event.getBody().getBytes(UTF_8);
  }
}
// endregion
