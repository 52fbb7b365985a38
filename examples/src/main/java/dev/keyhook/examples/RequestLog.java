package dev.keyhook.examples;

import dev.keyhook.DeliveryVerificationException;
import dev.keyhook.Deviation;
import dev.keyhook.WebhookRequest;
import dev.keyhook.WebhookResponse;
import dev.keyhook.webhooks.DeliverySummary;
import dev.keyhook.webhooks.Outcome;
import dev.keyhook.webhooks.ReceiverListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Records the outcome of each request, as a listener of yours would feed metrics and alerts.
 *
 * <p>Safe for use by any number of threads.
 */
final class RequestLog implements ReceiverListener.Factory {

  /**
   * A request and its outcome.
   *
   * @param remark why it was refused, or what was new about it; otherwise empty
   */
  record Entry(DeliverySummary delivery, Outcome outcome, int status, String remark) {}

  private final List<Entry> entries = new CopyOnWriteArrayList<>();
  private volatile Consumer<Entry> printer = entry -> {};

  @Override
  public ReceiverListener create(String endpoint, WebhookRequest request) {
    return new Request();
  }

  List<Entry> entries() {
    return List.copyOf(entries);
  }

  /** Also passes each further entry to a printer. */
  void printTo(Consumer<Entry> next) {
    printer = next;
  }

  /** The listener of one request. */
  private final class Request implements ReceiverListener {

    private String remark = "";

    @Override
    public void authenticated(DeliverySummary delivery) {
      remark = delivery.credential().filter(BuildingDay.NEXT_TOKEN::equals).orElse("");
    }

    @Override
    public void refused(DeliverySummary delivery, DeliveryVerificationException refusal) {
      remark = refusal.reason().name();
    }

    @Override
    public void deviated(DeliverySummary delivery, List<Deviation> deviations) {
      remark = deviations.get(0).kind().name();
    }

    @Override
    public void responded(DeliverySummary delivery, Outcome outcome, WebhookResponse response) {
      Entry entry = new Entry(delivery, outcome, response.status(), remark);
      entries.add(entry);
      printer.accept(entry);
    }
  }
}
