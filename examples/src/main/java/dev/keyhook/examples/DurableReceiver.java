package dev.keyhook.examples;

import com.sun.net.httpserver.HttpServer;
import dev.keyhook.Secret;
import dev.keyhook.events.schlagehome.SchlageHomeEvents;
import dev.keyhook.events.schlagehome.model.DeviceLockStateChanged;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import dev.keyhook.events.smartphonekey.model.KeyAdded;
import dev.keyhook.inbox.InboxWorker;
import dev.keyhook.inbox.JdbcInbox;
import dev.keyhook.testkit.HttpSender;
import dev.keyhook.testkit.smartphonekey.SmartphoneKeyDeliveries;
import dev.keyhook.testkit.smartphonekey.SmartphoneKeySamples;
import dev.keyhook.webhooks.WebhookHttpHandler;
import dev.keyhook.webhooks.WebhookReceiver;
import dev.keyhook.webhooks.schlagehome.SchlageHomeWebhooks;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyWebhooks;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Stores the deliveries of both vendors in a SQLite file before it responds, and handles them
 * afterwards.
 *
 * <p>Arguments: the port (8080 unless given; 0 for any) and the file ({@code keyhook.db} unless
 * given). It prints a {@code curl} command to try, and runs until Ctrl-C.
 */
public final class DurableReceiver implements AutoCloseable {

  private final JdbcInbox inbox;
  private final InboxWorker worker;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(32);

  DurableReceiver(Path file, int port, Secret token, PublicKey publicKey, Consumer<String> log)
      throws IOException {
    // region receive
    JdbcInbox inbox = JdbcInbox.file(file); // or JdbcInbox.of(dataSource), for PostgreSQL

    WebhookReceiver smartphoneKey =
        SmartphoneKeyWebhooks.receiver(SmartphoneKeyWebhooks.bearerVerifier(token))
            .inbox(inbox) // responds with 204 when the delivery is on disk
            .build();
    WebhookReceiver schlageHome =
        SchlageHomeWebhooks.receiver(SchlageHomeWebhooks.signatureVerifier(publicKey))
            .inbox(inbox)
            .build();
    // endregion

    // region handle
    InboxWorker worker =
        InboxWorker.of(inbox)
            .handle(
                SmartphoneKeyEvents.router()
                    .on(KeyAdded.class, (key, event) -> log.accept("key for lock " + key.lockId()))
                    .otherwise(event -> log.accept(event.type()))
                    .build())
            .handle(
                SchlageHomeEvents.router()
                    .on(
                        DeviceLockStateChanged.class,
                        (lock, event) -> log.accept("change of lock " + event.deviceId()))
                    .otherwise(event -> log.accept(event.type()))
                    .build())
            .start();
    // endregion

    // region serve
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(threads);
    server.createContext("/hooks/smartphonekey", WebhookHttpHandler.of(smartphoneKey));
    server.createContext("/hooks/schlage-home", WebhookHttpHandler.of(schlageHome));
    server.start();
    // endregion

    this.inbox = inbox;
    this.worker = worker;
    this.server = server;
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  // region close
  @Override
  public void close() {
    server.stop(1); // no new requests
    threads.shutdown();
    worker.close(); // running handlers finish, within 25 seconds unless set otherwise
    inbox.close();
  }

  // endregion

  /** Receives until the process is stopped. */
  public static void main(String[] args) throws Exception {
    int port = args.length > 0 ? Integer.parseInt(args[0]) : 8080;
    Path file = Path.of(args.length > 1 ? args[1] : "keyhook.db");
    SmartphoneKeyDeliveries sender = SmartphoneKeyDeliveries.withNewBearerToken();
    PublicKey published = SchlageHomeWebhooks.publicKeyFromGitHub20240429();
    DurableReceiver receiver =
        new DurableReceiver(
            file, port, sender.secret(), published, line -> System.out.println("handled: " + line));
    Runtime.getRuntime().addShutdownHook(new Thread(receiver::close));
    System.out.println("Storing deliveries in " + file + " until Ctrl-C. Try:");
    System.out.println(
        HttpSender.to(receiver.url().resolve("/hooks/smartphonekey"))
            .curl(sender.deliver(SmartphoneKeySamples.keyAdded())));
    Thread.currentThread().join();
  }
}
