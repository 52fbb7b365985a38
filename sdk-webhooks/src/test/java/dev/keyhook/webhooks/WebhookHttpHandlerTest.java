package dev.keyhook.webhooks;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

class WebhookHttpHandlerTest extends ServerAdapterContract {

  private final ExecutorService executor = Executors.newFixedThreadPool(4);
  private HttpServer server;

  @Override
  int start(WebhookReceiver receiver) throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(executor);
    server.createContext("/hook", WebhookHttpHandler.of(receiver));
    server.start();
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
}
