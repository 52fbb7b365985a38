package dev.keyhook.examples;

import dev.keyhook.DeliveryVerifier;
import dev.keyhook.inbox.JdbcInbox;
import dev.keyhook.kafka.KafkaInbox;
import dev.keyhook.store.Inbox;
import dev.keyhook.webhooks.WebhookReceiver;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyWebhooks;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import javax.sql.DataSource;

/** Inboxes from the smallest to the largest. Each step changes one line. */
public final class ScaleSteps {

  private ScaleSteps() {}

  static Inbox oneFile(Path file) {
    // region one-file
    Inbox inbox = JdbcInbox.file(file);
    // endregion
    return inbox;
  }

  static Inbox onePostgres(DataSource dataSource) {
    // region one-postgres
    Inbox inbox = JdbcInbox.of(dataSource);
    // endregion
    return inbox;
  }

  static Inbox shards(List<DataSource> dataSources) {
    // region shards
    Inbox inbox = new ShardedInbox(dataSources.stream().map(JdbcInbox::of).toList());
    // endregion
    return inbox;
  }

  static Inbox kafka(Properties properties) {
    // region kafka
    Inbox inbox = KafkaInbox.of(properties, "lock-events");
    // endregion
    return inbox;
  }

  static WebhookReceiver receiver(DeliveryVerifier verifier, Inbox inbox) {
    // region receiver
    WebhookReceiver receiver = SmartphoneKeyWebhooks.receiver(verifier).inbox(inbox).build();
    // endregion
    return receiver;
  }
}
