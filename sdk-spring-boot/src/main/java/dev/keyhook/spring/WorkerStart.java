package dev.keyhook.spring;

import dev.keyhook.inbox.InboxWorker;
import dev.keyhook.inbox.JdbcInbox;
import dev.keyhook.inbox.JdbcTransactions;
import dev.keyhook.store.Idempotency;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Starts a worker with the settings of the properties.
 *
 * @param inbox null if there is none; then no worker starts
 * @param transactions Spring's, if handlers join them
 * @param idempotency remembers handled events where handlers write to another database
 * @param closeTimeout how long handlers may run after the shutdown has begun
 */
record WorkerStart(
    KeyhookProperties.Worker properties,
    @Nullable JdbcInbox inbox,
    Routers routers,
    @Nullable JdbcTransactions transactions,
    @Nullable Idempotency idempotency,
    Duration closeTimeout)
    implements Supplier<@Nullable InboxWorker> {

  @Override
  public @Nullable InboxWorker get() {
    if (inbox == null || routers.byEndpoint().isEmpty()) {
      return null;
    }
    InboxWorker.Builder builder =
        InboxWorker.of(inbox)
            .maxAttempts(properties.maxAttempts())
            .lease(properties.lease())
            .pollInterval(properties.pollInterval())
            .closeTimeout(closeTimeout);
    routers.byEndpoint().forEach(builder::handle);
    if (properties.threads() != null) {
      builder.threads(properties.threads());
    }
    if (properties.parkLanes()) {
      builder.parkLanes();
    }
    if (properties.keepErrorMessages()) {
      builder.keepErrorMessages();
    }
    if (idempotency != null) {
      builder.idempotency(idempotency);
    } else if (transactions != null) {
      builder.transactions(transactions);
    }
    return builder.start();
  }
}
