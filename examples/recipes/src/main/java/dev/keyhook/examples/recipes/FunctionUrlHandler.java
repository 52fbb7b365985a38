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

/** Receives webhooks in AWS Lambda, behind a function URL or an HTTP API of API Gateway. */
// region function-url
public final class FunctionUrlHandler
    implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {

  private final WebhookReceiver receiver;

  /** Creates a handler. Lambda needs a subclass with a no-argument constructor. */
  public FunctionUrlHandler(WebhookReceiver receiver) {
    this.receiver = receiver;
  }

  @Override
  public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent event, Context context) {
    WebhookResponse response = receiver.receive(request(event));
    return APIGatewayV2HTTPResponse.builder()
        .withStatusCode(response.status())
        .withHeaders(response.headers())
        .withBody(new String(response.body(), UTF_8))
        .build();
  }

  private static WebhookRequest request(APIGatewayV2HTTPEvent event) {
    WebhookRequest.Builder request =
        WebhookRequest.builder(event.getRequestContext().getHttp().getMethod())
            .target(target(event))
            .body(body(event));
    // AWS joins the values of a repeated header with commas; a joined credential is refused.
    if (event.getHeaders() != null) { // null if there are none
      event.getHeaders().forEach(request::header);
    }
    return request.build();
  }

  private static String target(APIGatewayV2HTTPEvent event) {
    String query = event.getRawQueryString();
    return query == null || query.isEmpty() ? event.getRawPath() : event.getRawPath() + "?" + query;
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
