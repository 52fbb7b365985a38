package dev.keyhook.examples.recipes;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhook.Secret;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import dev.keyhook.webhooks.WebhookReceiver;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyWebhooks;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VertxServerTest {

  private static final String TOKEN = "an-agreed-secret";
  private static final String EVENT =
      """
      {"version":"0","id":"1","detail-type":"Future","source":"spk.api",\
      "detail":{"partnerId":"acme-corp","data":{"name":"Zoë"}}}""";

  private final ConcurrentLinkedQueue<String> handled = new ConcurrentLinkedQueue<>();
  private final Vertx vertx = Vertx.vertx();
  private URI hook;

  @BeforeEach
  void start() throws Exception {
    WebhookReceiver receiver =
        SmartphoneKeyWebhooks.receiver(SmartphoneKeyWebhooks.bearerVerifier(Secret.of(TOKEN)))
            .handle(
                SmartphoneKeyEvents.router()
                    .otherwise(event -> handled.add(event.raw().text()))
                    .build())
            .build();
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(VertxServer.routes(vertx, "/hook", receiver))
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get();
    hook = URI.create("http://127.0.0.1:" + server.actualPort() + "/hook");
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get();
  }

  @Test
  void receivesBytesAndResponds() throws Exception {
    assertThat(send(post(EVENT).header("Authorization", "Bearer " + TOKEN))).isEqualTo(204);
    assertThat(send(post("").header("Authorization", "Bearer " + TOKEN))).isEqualTo(204);
    assertThat(send(post("hello").header("Authorization", "Bearer " + TOKEN))).isEqualTo(500);
    assertThat(send(post(EVENT))).isEqualTo(401);
    assertThat(send(HttpRequest.newBuilder(hook).GET())).isEqualTo(405);
    assertThat(handled).containsExactly(EVENT);
  }

  @Test
  void refusesByTheHeadWithoutWaitingForTheBody() throws Exception {
    assertThat(responseToHead("guessed", 1000)).isEqualTo("HTTP/1.1 401 Unauthorized");
    assertThat(responseToHead(TOKEN, (1 << 20) + 1)).startsWith("HTTP/1.1 413 ");
  }

  /** Sends a request without its body, and returns the first line of the response. */
  private String responseToHead(String token, int contentLength) throws IOException {
    try (Socket socket = new Socket(hook.getHost(), hook.getPort())) {
      socket.setSoTimeout(60_000);
      socket
          .getOutputStream()
          .write(
              """
              POST /hook HTTP/1.1\r
              Host: localhost\r
              Authorization: Bearer %s\r
              Content-Length: %d\r
              \r
              """
                  .formatted(token, contentLength)
                  .getBytes(US_ASCII));
      return new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII))
          .readLine();
    }
  }

  private HttpRequest.Builder post(String body) {
    return HttpRequest.newBuilder(hook).POST(BodyPublishers.ofString(body));
  }

  private static int send(HttpRequest.Builder request) throws Exception {
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.discarding()).statusCode();
  }
}
