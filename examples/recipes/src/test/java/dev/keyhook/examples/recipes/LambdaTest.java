package dev.keyhook.examples.recipes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import dev.keyhook.DeliveryVerifier;
import dev.keyhook.Secret;
import dev.keyhook.webhooks.InsecureVerification;
import dev.keyhook.webhooks.WebhookReceiver;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyWebhooks;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LambdaTest {

  private static final String TOKEN = "an-agreed-secret";

  private final List<String> handled = new ArrayList<>();
  private RuntimeException failure;

  private final WebhookReceiver receiver =
      receiver(SmartphoneKeyWebhooks.bearerVerifier(Secret.of(TOKEN)));
  private final WebhookReceiver trusting = receiver(InsecureVerification.acceptEveryone());

  private WebhookReceiver receiver(DeliveryVerifier verifier) {
    return SmartphoneKeyWebhooks.receiver(verifier)
        .otherwise(
            event -> {
              if (failure != null) {
                throw failure;
              }
              handled.add(event.raw().text());
            })
        .build();
  }

  private static String event(String id) {
    return """
    {"version":"0","id":"%s","detail-type":"Future","source":"spk.api",\
    "detail":{"partnerId":"acme-corp","data":{"name":"Zoë"}}}"""
        .formatted(id);
  }

  private static APIGatewayV2HTTPEvent http(
      String method, String token, String body, boolean base64) {
    return APIGatewayV2HTTPEvent.builder()
        .withHeaders(Map.of("authorization", "Bearer " + token))
        .withBody(body)
        .withIsBase64Encoded(base64)
        .withRequestContext(
            APIGatewayV2HTTPEvent.RequestContext.builder()
                .withHttp(
                    APIGatewayV2HTTPEvent.RequestContext.Http.builder().withMethod(method).build())
                .build())
        .build();
  }

  @Test
  void receivesBehindAFunctionUrl() {
    FunctionUrlHandler handler = new FunctionUrlHandler(receiver);
    String base64 = Base64.getEncoder().encodeToString(event("2").getBytes(UTF_8));

    assertThat(handler.handleRequest(http("POST", TOKEN, event("1"), false), null).getStatusCode())
        .isEqualTo(204);
    assertThat(handler.handleRequest(http("POST", TOKEN, base64, true), null).getStatusCode())
        .isEqualTo(204);
    assertThat(handler.handleRequest(http("POST", TOKEN, null, false), null).getStatusCode())
        .isEqualTo(204);
    assertThat(
            handler.handleRequest(http("POST", "wrong", event("3"), false), null).getStatusCode())
        .isEqualTo(401);
    assertThat(handler.handleRequest(http("GET", TOKEN, null, false), null).getHeaders())
        .containsEntry("Allow", "POST");
    assertThat(handled).containsExactly(event("1"), event("2"));
  }

  @Test
  void receivesBehindARestApi() {
    RestApiHandler handler = new RestApiHandler(receiver);
    APIGatewayProxyRequestEvent request =
        new APIGatewayProxyRequestEvent()
            .withHttpMethod("POST")
            .withMultiValueHeaders(Map.of("Authorization", List.of("Bearer " + TOKEN)))
            .withBody(event("1"));

    assertThat(handler.handleRequest(request, null).getStatusCode()).isEqualTo(204);
    assertThat(
            handler
                .handleRequest(
                    request
                        .withBody(Base64.getEncoder().encodeToString(event("2").getBytes(UTF_8)))
                        .withIsBase64Encoded(true),
                    null)
                .getStatusCode())
        .isEqualTo(204);
    request.setMultiValueHeaders(
        Map.of("Authorization", List.of("Bearer " + TOKEN, "Bearer " + TOKEN)));
    assertThat(handler.handleRequest(request, null).getStatusCode()).isEqualTo(401);
    assertThat(handled).containsExactly(event("1"), event("2"));
  }

  @Test
  void handlesEventsStraightFromTheBus() {
    EventBusHandler handler = new EventBusHandler(trusting);

    assertThatCode(() -> fromBus(handler, event("1"))).doesNotThrowAnyException();
    assertThat(handled).containsExactly(event("1"));
    failure = new IllegalStateException("database down");
    assertThatIllegalStateException().isThrownBy(() -> fromBus(handler, event("2")));
  }

  private static void fromBus(EventBusHandler handler, String event) throws Exception {
    handler.handleRequest(
        new ByteArrayInputStream(event.getBytes(UTF_8)), new ByteArrayOutputStream(), null);
  }

  @Test
  void handlesEventsOfAQueueAndKeepsWhatFailed() {
    QueueHandler handler = new QueueHandler(trusting);
    SQSEvent batch = new SQSEvent();
    batch.setRecords(
        List.of(message("m1", event("1")), message("m2", "hello"), message("m3", event("3"))));

    assertThat(handler.handleRequest(batch, null).getBatchItemFailures())
        .extracting(BatchItemFailure::getItemIdentifier)
        .containsExactly("m2");
    assertThat(handled).containsExactly(event("1"), event("3"));
  }

  private static SQSMessage message(String id, String body) {
    SQSMessage message = new SQSMessage();
    message.setMessageId(id);
    message.setBody(body);
    return message;
  }
}
