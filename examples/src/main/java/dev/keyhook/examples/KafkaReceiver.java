package dev.keyhook.examples;

import com.sun.net.httpserver.HttpServer;
import dev.keyhook.Secret;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import dev.keyhook.events.smartphonekey.model.KeyAdded;
import dev.keyhook.kafka.KafkaInbox;
import dev.keyhook.kafka.KafkaInboxWorker;
import dev.keyhook.store.Idempotency;
import dev.keyhook.webhooks.WebhookHttpHandler;
import dev.keyhook.webhooks.WebhookReceiver;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyWebhooks;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Properties;
import java.util.function.Consumer;

/**
 * Stores deliveries in a Kafka topic before it responds, and handles them afterwards.
 *
 * <p>Arguments: the bootstrap servers and the token of the sender. It listens on port 8080 until
 * Ctrl-C.
 */
public final class KafkaReceiver {

  private KafkaReceiver() {}

  /** Starts the server and the worker. */
  public static void main(String[] args) throws IOException {
    Properties properties = new Properties();
    properties.setProperty("bootstrap.servers", args[0]);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 8080), 0);
    server.createContext(
        "/hooks/smartphonekey", WebhookHttpHandler.of(receiver(properties, Secret.of(args[1]))));
    KafkaInboxWorker worker = work(properties, Idempotency.inMemory(), System.out::println);
    Runtime.getRuntime().addShutdownHook(new Thread(worker::close));
    server.start();
  }

  static WebhookReceiver receiver(Properties properties, Secret token) {
    // region receive
    KafkaInbox inbox = KafkaInbox.builder(properties, "lock-events").createTopics().open();
    WebhookReceiver receiver =
        SmartphoneKeyWebhooks.receiver(SmartphoneKeyWebhooks.bearerVerifier(token))
            .inbox(inbox) // responds with 204 when the in-sync replicas have the delivery
            .build();
    // endregion
    return receiver;
  }

  static KafkaInboxWorker work(
      Properties properties, Idempotency idempotency, Consumer<String> log) {
    // region handle
    KafkaInboxWorker worker =
        KafkaInboxWorker.of(properties, "lock-events")
            .idempotency(idempotency) // JdbcIdempotency.of(dataSource) for exactly-once writes
            .handle(
                SmartphoneKeyEvents.router()
                    .on(KeyAdded.class, (key, event) -> log.accept("key for lock " + key.lockId()))
                    .otherwise(event -> log.accept(event.type()))
                    .build())
            .start();
    // endregion
    return worker;
  }
}
