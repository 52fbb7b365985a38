package dev.keyhook.webhooks;

import dev.keyhook.CredentialsUnavailableException;
import dev.keyhook.DeliveryVerificationException;
import dev.keyhook.DeliveryVerifier;
import dev.keyhook.Event;
import dev.keyhook.EventParser;
import dev.keyhook.MalformedEventException;
import dev.keyhook.MalformedEventException.Reason;
import dev.keyhook.VerifiedDelivery;
import dev.keyhook.WebhookRequest;
import dev.keyhook.internal.event.EventIds;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Verifies a delivery, reads its events and passes them on.
 *
 * @param <E> the vendor's event class
 */
final class DeliveryReception<E extends Event<?>> {

  private final DeliveryVerifier verifier;
  private final EventParser<E> parser;
  private final Predicate<? super E> isOurs;
  private final PartSink<E> sink;
  private final Clock clock;

  DeliveryReception(
      DeliveryVerifier verifier,
      EventParser<E> parser,
      Predicate<? super E> isOurs,
      PartSink<E> sink,
      Clock clock) {
    this.verifier = verifier;
    this.parser = parser;
    this.isOurs = isOurs;
    this.sink = sink;
    this.clock = clock;
  }

  /** Returns why a request is refused before its body is read, or null if it is not. */
  @Nullable Throwable refusal(WebhookRequest head) {
    try {
      verifier.verifyHead(head);
      return null;
    } catch (Throwable e) {
      return e;
    }
  }

  /** Reports why a request is refused, and returns its result. */
  Result refuse(Throwable refusal, RequestReport report) {
    if (refusal instanceof DeliveryVerificationException e) {
      report.refused(e);
      return Result.of(Outcome.UNAUTHENTICATED);
    }
    if (refusal instanceof CredentialsUnavailableException) {
      return Failures.report(Result.of(Outcome.CREDENTIALS_UNAVAILABLE), refusal, report);
    }
    return Failures.report(refusal, report);
  }

  /** Receives a delivery. Every exception becomes a result. */
  Result receive(WebhookRequest request, RequestReport report) {
    VerifiedDelivery delivery;
    try {
      delivery = verifier.verify(request);
    } catch (Throwable e) {
      return refuse(e, report);
    }
    report.authenticated(delivery.credential());
    try {
      return receive(delivery, report);
    } catch (Throwable e) {
      return Failures.report(e, report);
    }
  }

  private Result receive(VerifiedDelivery delivery, RequestReport report) throws Exception {
    Instant receivedAt = clock.instant();
    if (delivery.request().bodySize() == 0) {
      return Result.of(Outcome.EMPTY);
    }
    List<Part<E>> parts = read(delivery);
    List<Part<E>> ours = new ArrayList<>(parts.size());
    int foreign = 0;
    for (Part<E> part : parts) {
      if (isEmpty(part)) {
        continue;
      }
      if (isOurs(part, report)) {
        ours.add(part);
      } else {
        foreign++;
      }
    }
    if (ours.isEmpty()) {
      return Result.of(foreign > 0 ? Outcome.FOREIGN : Outcome.EMPTY);
    }
    if (parts.size() == 1) {
      return sink.accept(ours, receivedAt, report);
    }
    report.event(null); // the following calls are about the whole delivery, not its last event
    Result result = sink.accept(ours, receivedAt, report);
    report.event(null);
    return result;
  }

  private List<Part<E>> read(VerifiedDelivery delivery) {
    List<VerifiedDelivery> deliveries;
    try {
      deliveries = parser.split(delivery);
    } catch (RuntimeException e) {
      return List.of(new Part<>(delivery, null, e)); // unreadable, but authentic: keep it
    }
    List<Part<E>> parts = new ArrayList<>(deliveries.size());
    for (VerifiedDelivery single : deliveries) {
      parts.add(readSingle(single));
    }
    return parts;
  }

  private Part<E> readSingle(VerifiedDelivery delivery) {
    try {
      return new Part<>(delivery, parser.parse(delivery), null);
    } catch (RuntimeException e) {
      return new Part<>(delivery, null, e);
    }
  }

  private boolean isEmpty(Part<E> part) {
    return part.cause() instanceof MalformedEventException malformed
        && malformed.reason() == Reason.EMPTY;
  }

  /** Reports a part, and returns whether to keep it. Unreadable parts are kept. */
  private boolean isOurs(Part<E> part, RequestReport report) {
    E event = part.event();
    RuntimeException cause = part.cause();
    report.event(event);
    if (cause != null) {
      report.unreadable(cause);
    }
    if (event == null) {
      return true;
    }
    report.read();
    if (!isOurs.test(event)) {
      report.foreign();
      return false;
    }
    if (EventIds.find(event) == null) {
      report.withoutId();
    }
    if (!event.isRecognized()) {
      report.unrecognized();
    }
    return true;
  }
}
