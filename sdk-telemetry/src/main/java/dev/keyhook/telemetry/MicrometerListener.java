package dev.keyhook.telemetry;

import dev.keyhook.DeliveryVerificationException;
import dev.keyhook.Deviation;
import dev.keyhook.WebhookRequest;
import dev.keyhook.WebhookResponse;
import dev.keyhook.routing.InboxListener;
import dev.keyhook.webhooks.DeliverySummary;
import dev.keyhook.webhooks.Outcome;
import dev.keyhook.webhooks.ReceiverListener;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Counts and times deliveries and attempts with Micrometer.
 *
 * <pre>{@code
 * MicrometerListener metrics = MicrometerListener.of(registry, router.handledTypes());
 * JdbcInbox inbox = JdbcInbox.builder(dataSource).listener(metrics).open();
 * WebhookReceiver receiver =
 *     SmartphoneKeyWebhooks.receiver(verifier).inbox(inbox).listener(metrics).build();
 * }</pre>
 *
 * <p>Tags have a small set of values: endpoints of the application, outcomes, and types that the
 * application lists; any other type is {@code unknown}, so that a sender cannot create meters. Safe
 * for use by any number of threads; use one for all receivers and inboxes of a registry.
 */
@SuppressWarnings("exports") // an application that uses this has the library
public final class MicrometerListener
    implements ReceiverListener.Factory, ReceiverListener, InboxListener {

  /** Timer: from the request to the response; tags endpoint and outcome. */
  public static final String DELIVERIES = "keyhook.deliveries";

  /** Counter: events that were read; tags endpoint and type. */
  public static final String EVENTS = "keyhook.events";

  /** Counter: deliveries whose sender was not authenticated; tags endpoint and reason. */
  public static final String REFUSALS = "keyhook.refusals";

  /** Counter: requests that took 60 % of the sender's timeout or more; tag endpoint. */
  public static final String SLOW = "keyhook.deliveries.slow";

  /** Counter: events that differ from the schema of this version; tags endpoint and type. */
  public static final String DEVIATIONS = "keyhook.deviations";

  /** Timer: handlers that ran within the request; tags endpoint and type. */
  public static final String HANDLERS = "keyhook.handlers";

  /** Counter: entries appended to an inbox; tags endpoint and result. */
  public static final String APPENDED = "keyhook.inbox.appended";

  /** Counter: entries that an inbox could not store. */
  public static final String APPEND_FAILURES = "keyhook.inbox.append.failures";

  /** Timer: attempts of a worker; tags endpoint, type and result. */
  public static final String ATTEMPTS = "keyhook.inbox.attempts";

  /** Counter: attempts whose lease ended before their result was recorded; tag endpoint. */
  public static final String LEASES_LOST = "keyhook.inbox.leases.lost";

  /** Counter: pauses of a worker because it could not read stored events; tag endpoint. */
  public static final String PAUSES = "keyhook.inbox.pauses";

  /** Counter: failures of an inbox's database. */
  public static final String DATABASE_FAILURES = "keyhook.inbox.database.failures";

  /** Gauge: events that wait; tag endpoint. */
  public static final String BACKLOG = "keyhook.inbox.backlog";

  /** Gauge: the age of the oldest event that waits, in seconds; tag endpoint. */
  public static final String OLDEST = "keyhook.inbox.oldest";

  /** Gauge: lanes with events that wait; tag endpoint. */
  public static final String LANES = "keyhook.inbox.lanes";

  /** Gauge: lanes that are parked; tag endpoint. */
  public static final String PARKED_LANES = "keyhook.inbox.lanes.parked";

  /** Gauge: dead letters; tag endpoint. */
  public static final String DEAD_LETTERS = "keyhook.inbox.dead.letters";

  /** Gauge: 1 if events are due and no worker claims them, else 0; tag endpoint. */
  public static final String UNATTENDED = "keyhook.inbox.unattended";

  private static final String UNKNOWN = "unknown";

  private static final Map<Outcome, String> OUTCOMES = new EnumMap<>(Outcome.class);

  static {
    for (Outcome outcome : Outcome.values()) {
      OUTCOMES.put(outcome, outcome.name().toLowerCase(Locale.ROOT));
    }
  }

  private final Meters meters;
  private final BacklogGauges gauges;
  private final Set<String> types;

  private MicrometerListener(MeterRegistry registry, Collection<String> types) {
    this.meters = new Meters(registry);
    this.gauges = new BacklogGauges(registry);
    this.types = Set.copyOf(types);
  }

  /**
   * Returns a listener.
   *
   * @param reported the types to report by name, such as {@code EventRouter.handledTypes()}; all
   *     others are {@code unknown}
   */
  public static MicrometerListener of(MeterRegistry registry, Collection<String> reported) {
    return new MicrometerListener(registry, reported);
  }

  private String type(Optional<String> type) {
    return type.filter(types::contains).orElse(UNKNOWN);
  }

  @Override
  public ReceiverListener create(String endpoint, WebhookRequest request) {
    return this;
  }

  @Override
  public void refused(DeliverySummary delivery, DeliveryVerificationException refusal) {
    String reason = refusal.reason().name().toLowerCase(Locale.ROOT);
    meters.count(REFUSALS, 1, delivery.endpoint(), "reason", reason);
  }

  @Override
  public void read(DeliverySummary delivery) {
    meters.count(EVENTS, 1, delivery.endpoint(), "type", type(delivery.type()));
  }

  @Override
  public void deviated(DeliverySummary delivery, List<Deviation> deviations) {
    meters.count(DEVIATIONS, 1, delivery.endpoint(), "type", type(delivery.type()));
  }

  @Override
  public void handled(DeliverySummary delivery, Duration duration) {
    meters.time(HANDLERS, duration, delivery.endpoint(), "type", type(delivery.type()));
  }

  @Override
  public void slow(DeliverySummary delivery) {
    meters.count(SLOW, 1, delivery.endpoint());
  }

  @Override
  public void responded(DeliverySummary delivery, Outcome outcome, WebhookResponse response) {
    meters.time(
        DELIVERIES,
        delivery.elapsed(),
        delivery.endpoint(),
        "outcome",
        Objects.requireNonNull(OUTCOMES.get(outcome)));
  }

  @Override
  public void appended(String endpoint, int stored, int duplicates) {
    meters.count(APPENDED, stored, endpoint, "result", "stored");
    meters.count(APPENDED, duplicates, endpoint, "result", "duplicate");
  }

  @Override
  public void unreadable(String endpoint, int entries) {
    meters.count(APPENDED, entries, endpoint, "result", "unreadable");
  }

  @Override
  public void appendFailed(int entries, Throwable cause) {
    meters.count(APPEND_FAILURES, entries);
  }

  /** Counts first attempts only, so that retries do not count again. */
  @Override
  public void deviated(Attempt attempt, List<Deviation> deviations) {
    if (attempt.number() == 1) {
      meters.count(DEVIATIONS, 1, attempt.endpoint(), "type", type(attempt.type()));
    }
  }

  @Override
  public void attemptSucceeded(Attempt attempt, Duration took) {
    attempted(attempt, took, "succeeded");
  }

  @Override
  public void attemptPostponed(Attempt attempt, Duration took) {
    attempted(attempt, took, "postponed");
  }

  @Override
  public void attemptFailed(Attempt attempt, Duration took, Throwable cause, Duration retryIn) {
    attempted(attempt, took, "failed");
  }

  @Override
  public void deadLettered(Attempt attempt, Duration took, Throwable cause) {
    attempted(attempt, took, "dead_lettered");
  }

  @Override
  public void parked(Attempt attempt, Duration took, Throwable cause) {
    attempted(attempt, took, "parked");
  }

  private void attempted(Attempt attempt, Duration took, String result) {
    meters.time(ATTEMPTS, took, new Meters.Typed(attempt.endpoint(), type(attempt.type()), result));
  }

  @Override
  public void leaseLost(Attempt attempt) {
    meters.count(LEASES_LOST, 1, attempt.endpoint());
  }

  @Override
  public void paused(String endpoint, Throwable cause) {
    meters.count(PAUSES, 1, endpoint);
  }

  @Override
  public void databaseFailed(Throwable cause) {
    meters.count(DATABASE_FAILURES, 1);
  }

  @Override
  public void backlog(Backlog backlog) {
    gauges.update(backlog);
  }
}
