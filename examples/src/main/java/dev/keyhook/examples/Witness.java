package dev.keyhook.examples;

import dev.keyhook.DeliveryVerificationException;
import dev.keyhook.Deviation;
import dev.keyhook.WebhookResponse;
import dev.keyhook.webhooks.DeliverySummary;
import dev.keyhook.webhooks.Outcome;
import dev.keyhook.webhooks.ReceiverListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Notes what becomes of each request at {@link BuildingDay}, from the receivers' point of view: a
 * listener such as yours, which would feed metrics and alerts.
 */
final class Witness implements ReceiverListener {

  /**
   * What became of a request.
   *
   * @param remark why it was refused, or what was new about it; empty if there is nothing to say
   */
  record Seen(DeliverySummary delivery, Outcome outcome, int status, String remark) {}

  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private volatile Consumer<Seen> reporter = each -> {};

  /** One thread receives one request at a time, so this is the request's own. */
  private final ThreadLocal<String> remark = ThreadLocal.withInitial(() -> "");

  List<Seen> seen() {
    return List.copyOf(seen);
  }

  /** Also tells somebody else from now on. */
  void reportTo(Consumer<Seen> next) {
    reporter = next;
  }

  @Override
  public void verified(DeliverySummary delivery) {
    remark.set(delivery.credential().filter(BuildingDay.NEXT_TOKEN::equals).orElse(""));
  }

  @Override
  public void refused(DeliverySummary delivery, DeliveryVerificationException.Reason reason) {
    remark.set(reason.name());
  }

  @Override
  public void deviated(DeliverySummary delivery, List<Deviation> deviations) {
    remark.set(deviations.get(0).kind().name());
  }

  @Override
  public void answered(DeliverySummary delivery, Outcome outcome, WebhookResponse response) {
    Seen last = new Seen(delivery, outcome, response.status(), remark.get());
    remark.remove();
    seen.add(last);
    reporter.accept(last);
  }
}
