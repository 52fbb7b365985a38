package dev.keyhook.webhooks;

import dev.keyhook.DeliveryVerifier;
import dev.keyhook.Event;
import dev.keyhook.VerifiedDelivery;
import dev.keyhook.WebhookRequest;
import dev.keyhook.store.Inbox;
import dev.keyhook.store.InboxEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Stores deliveries to be handled later.
 *
 * @param <E> the vendor's event class
 */
final class InboxSink<E extends Event<?>> implements PartSink<E> {

  private static final Set<String> TRACE_HEADERS = Set.of("traceparent", "tracestate");

  private final String endpoint;
  private final Inbox inbox;
  private final Set<String> keptHeaders;

  InboxSink(String endpoint, Inbox inbox, Set<String> keptHeaders) {
    this.endpoint = endpoint;
    this.inbox = inbox;
    this.keptHeaders = keptHeaders;
  }

  /**
   * Rejects header names when the receiver is built, because entries would reject them for each
   * delivery.
   *
   * @throws IllegalArgumentException if one contains a credential
   */
  static void requireNoCredential(Set<String> names, DeliveryVerifier verifier) {
    VerifiedDelivery none =
        VerifiedDelivery.fromTrustedStorage(WebhookRequest.builder("POST").build(), "none");
    InboxEntry.unreadable("none", Instant.EPOCH, none).keepHeaders(names);
    for (String secret : verifier.secretHeaders()) {
      for (String name : names) {
        if (name.equalsIgnoreCase(secret)) {
          throw new IllegalArgumentException("The header " + name + " carries a credential");
        }
      }
    }
  }

  @Override
  public Result accept(List<Part<E>> parts, Instant receivedAt, RequestReport report) {
    List<InboxEntry> entries = new ArrayList<>(parts.size());
    Map<String, String> trace = report.traceContext();
    for (Part<E> part : parts) {
      E event = part.event();
      VerifiedDelivery delivery =
          trace.isEmpty() ? part.delivery() : withTrace(part.delivery(), trace);
      InboxEntry entry =
          event == null
              ? InboxEntry.unreadable(endpoint, receivedAt, delivery)
              : InboxEntry.of(endpoint, receivedAt, delivery, event);
      entries.add(keptHeaders.isEmpty() ? entry : entry.keepHeaders(keptHeaders));
    }
    inbox.append(entries);
    report.stored(entries.size());
    return Result.of(Outcome.STORED);
  }

  /** Returns the delivery with the trace context of this request instead of the sender's. */
  private static VerifiedDelivery withTrace(VerifiedDelivery delivery, Map<String, String> trace) {
    WebhookRequest received = delivery.request();
    WebhookRequest.Builder request = WebhookRequest.builder(received.method());
    received.target().ifPresent(request::target);
    for (String name : received.headerNames()) {
      if (!TRACE_HEADERS.contains(name) && !delivery.isSecretHeader(name)) {
        received.header(name).forEach(value -> request.header(name, value));
      }
    }
    trace.forEach(request::header);
    return VerifiedDelivery.fromTrustedStorage(
        request.body(received.body()).build(), delivery.credential());
  }
}
