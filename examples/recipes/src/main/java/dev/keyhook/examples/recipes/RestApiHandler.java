package dev.keyhook.examples.recipes;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import dev.keyhook.WebhookRequest;
import dev.keyhook.WebhookResponse;
import dev.keyhook.webhooks.WebhookReceiver;
import java.util.Base64;

/** Receives webhooks in AWS Lambda, behind a REST API of API Gateway (payload format 1.0). */
// region rest-api
public final class RestApiHandler
    implements RequestHandler<APIGatewayProxyRequestEvent, APIGatewayProxyResponseEvent> {

  private final WebhookReceiver receiver;

  /** Makes a handler; Lambda wants a subclass with a constructor without parameters. */
  public RestApiHandler(WebhookReceiver receiver) {
    this.receiver = receiver;
  }

  @Override
  public APIGatewayProxyResponseEvent handleRequest(
      APIGatewayProxyRequestEvent event, Context context) {
    byte[] body =
        event.getBody() == null
            ? new byte[0]
            : Boolean.TRUE.equals(event.getIsBase64Encoded())
                ? Base64.getDecoder().decode(event.getBody())
                : event.getBody().getBytes(UTF_8);
    WebhookResponse answer =
        receiver.receive(
            WebhookRequest.of(event.getHttpMethod(), event.getMultiValueHeaders(), body));
    return new APIGatewayProxyResponseEvent()
        .withStatusCode(answer.status())
        .withHeaders(answer.headers());
  }
}
// endregion
