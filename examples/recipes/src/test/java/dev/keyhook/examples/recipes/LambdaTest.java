package dev.keyhook.examples.recipes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import dev.keyhook.MalformedEventException;
import dev.keyhook.Secret;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvent;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import dev.keyhook.routing.EventRouter;
import dev.keyhook.webhooks.ReceiverListener;
import dev.keyhook.webhooks.WebhookReceiver;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyWebhooks;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LambdaTest {

  private static final String TOKEN = "an-agreed-secret";

  private final List<String> handled = new ArrayList<>();
  private RuntimeException failure;

  private final List<Integer> attempts = new ArrayList<>();
  private final List<String> targets = new ArrayList<>();

  private final EventRouter<SmartphoneKeyEvent> router =
      SmartphoneKeyEvents.router()
          .otherwise(
              (event, context) -> {
                if (failure != null) {
                  throw failure;
                }
                handled.add(event.raw().text());
                attempts.add(context.attempt());
              })
          .build();
  private final WebhookReceiver receiver =
      SmartphoneKeyWebhooks.receiver(SmartphoneKeyWebhooks.bearerVerifier(Secret.of(TOKEN)))
          .handle(router)
          .listener(
              (endpoint, request) -> {
                targets.add(request.target().orElse("none"));
                return new ReceiverListener() {};
              })
          .build();

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
        .withRawPath("/hooks")
        .withRawQueryString("env=a%20b")
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
    assertThat(targets).containsOnly("/hooks?env=a%20b");
  }

  @Test
  void refusesARequestWithoutAnyHeaders() {
    APIGatewayV2HTTPEvent bare = http("POST", TOKEN, event("1"), false);
    bare.setHeaders(null);
    bare.setRawQueryString(null);

    assertThat(new FunctionUrlHandler(receiver).handleRequest(bare, null).getStatusCode())
        .isEqualTo(401);
    assertThat(
            new RestApiHandler(receiver)
                .handleRequest(
                    new APIGatewayProxyRequestEvent().withHttpMethod("POST").withPath("/hooks"),
                    null)
                .getStatusCode())
        .isEqualTo(401);
    assertThat(targets).containsExactly("/hooks", "/hooks");
  }

  @Test
  void readsTheSingleValueHeadersWhereThereAreNoOthers() {
    APIGatewayProxyRequestEvent request =
        new APIGatewayProxyRequestEvent()
            .withHttpMethod("POST")
            .withPath("/hooks")
            .withHeaders(Map.of("authorization", "Bearer " + TOKEN))
            .withBody(event("1"));

    assertThat(new RestApiHandler(receiver).handleRequest(request, null).getStatusCode())
        .isEqualTo(204);
    assertThat(handled).containsExactly(event("1"));
  }

  @Test
  void receivesBehindARestApi() {
    RestApiHandler handler = new RestApiHandler(receiver);
    APIGatewayProxyRequestEvent request =
        new APIGatewayProxyRequestEvent()
            .withHttpMethod("POST")
            .withPath("/hooks")
            .withMultiValueQueryStringParameters(Map.of("env", List.of("a b")))
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
    assertThat(targets).containsOnly("/hooks?env=a+b");
    assertThat(handled).containsExactly(event("1"), event("2"));
  }

  @Test
  void handlesEventsOfTheBusAndThrowsOnFailure() {
    EventBusHandler handler = new EventBusHandler(router);

    assertThatCode(() -> fromBus(handler, event("1"))).doesNotThrowAnyException();
    assertThat(handled).containsExactly(event("1"));
    failure = new IllegalStateException("database down");
    assertThatIllegalStateException().isThrownBy(() -> fromBus(handler, event("2")));
    assertThatExceptionOfType(MalformedEventException.class)
        .isThrownBy(() -> fromBus(handler, "hello"));
  }

  private static void fromBus(EventBusHandler handler, String event) throws Exception {
    handler.handleRequest(
        new ByteArrayInputStream(event.getBytes(UTF_8)), new ByteArrayOutputStream(), null);
  }

  @Test
  void handlesEventsOfAQueueAndReportsWhatFailed() {
    QueueHandler handler = new QueueHandler(router);
    List<String> log = new ArrayList<>();
    SQSEvent batch = new SQSEvent();
    batch.setRecords(
        List.of(message("m1", event("1")), message("m2", "hello"), message("m3", event("3"))));

    assertThat(handler.handleRequest(batch, lambda(log)).getBatchItemFailures())
        .extracting(BatchItemFailure::getItemIdentifier)
        .containsExactly("m2");
    assertThat(handled).containsExactly(event("1"), event("3"));
    assertThat(log).singleElement().asString().contains("m2", "NOT_JSON").doesNotContain("hello");
  }

  @Test
  void reportsAMessageWhoseHandlerFailed() {
    List<String> log = new ArrayList<>();
    SQSEvent batch = new SQSEvent();
    batch.setRecords(List.of(message("m1", event("1"))));
    failure = new IllegalStateException("database down");

    assertThat(new QueueHandler(router).handleRequest(batch, lambda(log)).getBatchItemFailures())
        .extracting(BatchItemFailure::getItemIdentifier)
        .containsExactly("m1");
    assertThat(log).singleElement().asString().contains("m1", "database down");
  }

  @Test
  void tellsHandlersHowOftenAMessageWasReceived() {
    SQSMessage again = message("m1", event("1"));
    again.setAttributes(Map.of("ApproximateReceiveCount", "3"));
    SQSEvent batch = new SQSEvent();
    batch.setRecords(List.of(again, message("m2", event("2"))));

    new QueueHandler(router).handleRequest(batch, lambda(new ArrayList<>()));

    assertThat(attempts).containsExactly(3, 1);
  }

  /** Returns a Lambda context. The handlers use only its logger. */
  private static Context lambda(List<String> log) {
    return (Context)
        Proxy.newProxyInstance(
            Context.class.getClassLoader(),
            new Class<?>[] {Context.class},
            (proxy, method, arguments) -> new Log(log));
  }

  private record Log(List<String> lines) implements LambdaLogger {

    @Override
    public void log(String message) {
      lines.add(message);
    }

    @Override
    public void log(byte[] message) {
      log(new String(message, UTF_8));
    }
  }

  private static SQSMessage message(String id, String body) {
    SQSMessage message = new SQSMessage();
    message.setMessageId(id);
    message.setBody(body);
    return message;
  }
}
