package dev.keyhook.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.keyhook.Secret;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyWebhooks;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookHttpHandlerTest extends ServerAdapterContract {

  private final ExecutorService executor = Executors.newFixedThreadPool(4);
  private HttpServer server;

  @Override
  int start(WebhookReceiver receiver, Duration readTimeout) throws Exception {
    int port = createServer(receiver);
    server.setExecutor(executor);
    server.start();
    return port;
  }

  private int createServer(WebhookReceiver receiver) throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/hook", WebhookHttpHandler.of(receiver));
    return server.getAddress().getPort();
  }

  @Override
  void stop() {
    server.stop(0);
    executor.shutdownNow();
  }

  @Override
  int largestDrained() {
    return 7 << 20;
  }

  @Test
  void aHandlerThatIsInterruptedDoesNotStopAServerWithoutAnExecutor() throws Exception {
    int port = createServer(smartphoneKey());
    server.start();
    handler =
        event -> {
          Thread.currentThread().interrupt();
          throw new InterruptedException();
        };
    assertThat(sendEvent(port, "1").statusCode()).isEqualTo(500);

    handler = handled::add;
    assertThat(sendEvent(port, "1").statusCode()).isEqualTo(204);
  }

  @Test
  void aSupplierThatIsInterruptedDoesNotStopAServerWithoutAnExecutor() throws Exception {
    int port =
        createServer(
            SmartphoneKeyWebhooks.receiver(
                    SmartphoneKeyWebhooks.bearerVerifier(
                        () -> {
                          Thread.currentThread().interrupt();
                          return List.of(Secret.of(Requests.TOKEN));
                        }))
                .handle(SmartphoneKeyEvents.router().otherwise(handled::add).build())
                .build());
    server.start();

    assertThat(sendEvent(port, "1").statusCode()).isEqualTo(204);
    assertThat(sendEvent(port, "2").statusCode()).isEqualTo(204);
    assertThat(handled).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 60000", "Transfer-Encoding: chunked"})
  void aRefusedSenderThatStallsDoesNotHoldTheOnlyThread(String framing) throws Exception {
    int port = createServer(smartphoneKey());
    server.start();
    try (RawHttp stalled = new RawHttp(port)) {
      stalled.send("POST /hook HTTP/1.1\r\nHost: localhost\r\n" + framing + "\r\n\r\n");
      assertThat(stalled.status()).isEqualTo(401);

      assertThat(sendEvent(port, "1").statusCode()).isEqualTo(204);
    }
  }

  @Test
  void aSenderThatStallsDoesNotBlockOtherThreads() throws Exception {
    int port = startSmartphoneKey(Duration.ZERO);
    try (RawHttp one = new RawHttp(port);
        RawHttp two = new RawHttp(port)) {
      one.send(head("Content-Length: 1000") + "{");
      two.send(head("Transfer-Encoding: chunked"));

      assertThat(sendEvent(port, "1").statusCode()).isEqualTo(204);
    }
  }
}
