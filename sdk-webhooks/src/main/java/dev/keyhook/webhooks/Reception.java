package dev.keyhook.webhooks;

import dev.keyhook.CredentialsUnavailableException;
import dev.keyhook.DeliveryVerificationException;
import dev.keyhook.DeliveryVerifier;
import dev.keyhook.Event;
import dev.keyhook.EventParser;
import dev.keyhook.MalformedEventException;
import dev.keyhook.MissingFieldException;
import dev.keyhook.VerifiedDelivery;
import dev.keyhook.WebhookRequest;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The way of a delivery from its verification to its handler: decides what became of it.
 *
 * @param <E> the vendor's event class
 */
final class Reception<E extends Event<?>> {

  private final DeliveryVerifier verifier;
  private final EventParser<E> parser;
  private final Predicate<? super E> isOurs;
  private final Routes<E> routes;
  private final IdempotencyStore store;

  Reception(
      DeliveryVerifier verifier,
      EventParser<E> parser,
      Predicate<? super E> isOurs,
      Routes<E> routes,
      IdempotencyStore store) {
    this.verifier = verifier;
    this.parser = parser;
    this.isOurs = isOurs;
    this.routes = routes;
    this.store = store;
  }

  /** Receives a delivery; whatever is thrown on the way is an outcome too. */
  Outcome receive(WebhookRequest request, Watch watch) {
    try {
      VerifiedDelivery delivery;
      try {
        delivery = verifier.verify(request);
      } catch (DeliveryVerificationException e) {
        watch.refused(e.reason());
        return Outcome.UNPROVEN;
      } catch (CredentialsUnavailableException e) {
        watch.failed(e);
        return Outcome.CREDENTIALS_UNAVAILABLE;
      }
      watch.verified(delivery.credential());
      return read(delivery, watch);
    } catch (Throwable e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      watch.failed(e);
      return Outcome.FAILED;
    }
  }

  private Outcome read(VerifiedDelivery delivery, Watch watch) throws Exception {
    E event;
    try {
      event = parser.parse(delivery);
    } catch (MalformedEventException e) {
      return unreadable(e, watch);
    }
    @Nullable String id = idOf(event);
    watch.read(event.type(), id);
    if (!isOurs.test(event)) {
      return Outcome.FOREIGN;
    }
    if (id == null) {
      watch.handled(handle(event, watch));
      return Outcome.HANDLED;
    }
    return handleOnce(event, id, watch);
  }

  private static Outcome unreadable(MalformedEventException e, Watch watch) {
    if (e.reason().isJson() || e.reason() == MalformedEventException.Reason.EMPTY) {
      watch.notAnEvent(e.reason());
      return Outcome.NOT_AN_EVENT;
    }
    watch.failed(e);
    return Outcome.NOT_JSON;
  }

  /** Returns what tells a repetition; without it an event is handled each time it comes. */
  private static @Nullable String idOf(Event<?> event) {
    try {
      String id = event.id();
      return id.isBlank() ? null : id;
    } catch (MissingFieldException e) {
      return null;
    }
  }

  private Outcome handleOnce(E event, String id, Watch watch) throws Exception {
    switch (store.claim(id)) {
      case DONE -> {
        watch.duplicate();
        return Outcome.DUPLICATE;
      }
      case IN_PROGRESS -> {
        return Outcome.IN_PROGRESS;
      }
      case FIRST -> {}
    }
    Duration duration;
    try {
      duration = handle(event, watch);
    } catch (Throwable e) {
      release(id, e);
      throw e;
    }
    complete(id, watch);
    watch.handled(duration);
    return Outcome.HANDLED;
  }

  private Duration handle(E event, Watch watch) throws Exception {
    watch.differences(event);
    Duration before = watch.elapsed();
    routes.handle(event);
    return watch.elapsed().minus(before);
  }

  private void release(String id, Throwable cause) {
    try {
      store.release(id);
    } catch (Throwable e) {
      if (e != cause) {
        cause.addSuppressed(e);
      }
    }
  }

  private void complete(String id, Watch watch) {
    try {
      store.complete(id);
    } catch (Throwable e) {
      // The event is handled, and a repetition would be handled again: so it is not asked for.
      watch.failed(e);
    }
  }
}
