package dev.keyhook.benchmarks.inbox;

import com.sun.net.httpserver.HttpServer;
import dev.keyhook.benchmarks.Deliveries;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvent;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import dev.keyhook.inbox.InboxWorker;
import dev.keyhook.inbox.JdbcInbox;
import dev.keyhook.routing.EventRouter;
import dev.keyhook.webhooks.WebhookHttpHandler;
import dev.keyhook.webhooks.WebhookReceiver;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyWebhooks;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

/**
 * The JDK's server with three receivers: {@code /nothing} with a handler that does nothing, {@code
 * /sqlite} and {@code /postgres} with an inbox and a worker.
 */
public final class InboxServer {

  private static final int THREADS = 64;

  private InboxServer() {}

  /**
   * Prints the port, and serves until the input ends. Then prints how many events each worker
   * handled.
   *
   * @param args the SQLite file and the URL of PostgreSQL
   */
  public static void main(String[] args) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
    server.setExecutor(threads);
    LongAdder[] handled = {new LongAdder(), new LongAdder()};
    try (JdbcInbox sqlite = JdbcInbox.file(Path.of(args[0]));
        JdbcInbox postgres =
            JdbcInbox.builder(Postgres.poolOf(args[1], 8, true)).createTables().open()) {
      InboxWorker first = InboxWorker.of(sqlite).handle(router(handled[0])).start();
      InboxWorker second = InboxWorker.of(postgres).handle(router(handled[1])).start();
      server.createContext("/nothing", WebhookHttpHandler.of(Deliveries.receiver(new LongAdder())));
      server.createContext("/sqlite", WebhookHttpHandler.of(receiver(sqlite)));
      server.createContext("/postgres", WebhookHttpHandler.of(receiver(postgres)));
      server.start();
      System.out.println(server.getAddress().getPort());
      while (System.in.read() >= 0) {
        // Input is ignored; only its end counts.
      }
      first.close();
      second.close();
    }
    server.stop(0);
    threads.shutdownNow();
    System.err.println("handled " + Arrays.toString(handled));
  }

  private static EventRouter<SmartphoneKeyEvent> router(LongAdder handled) {
    return SmartphoneKeyEvents.router().otherwise(event -> handled.increment()).build();
  }

  private static WebhookReceiver receiver(JdbcInbox inbox) {
    return SmartphoneKeyWebhooks.receiver(Deliveries.verifier())
        .partnerId("acme-corp")
        .inbox(inbox)
        .build();
  }
}
