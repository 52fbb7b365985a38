package dev.keyhook.webhooks;

import dev.keyhook.DeliveryVerifier;
import dev.keyhook.Event;
import dev.keyhook.EventData;
import dev.keyhook.EventParser;
import dev.keyhook.JsonLimits;
import dev.keyhook.WebhookRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link WebhookReceiver}; what all vendors' builders have in common.
 *
 * <p>Of the handlers that fit an event, the most specific one gets it: one for the type's name
 * before one for its class, the class before its family, a smaller family before a larger one, and
 * {@code otherwise} the rest. A handler that would never be called is refused, and so is a choice
 * between two families of which neither is the smaller.
 *
 * <p>Not safe for use by several threads. What it has built does not change any more.
 *
 * @param <D> the vendor's data types
 * @param <E> the vendor's event class
 * @param <B> the builder itself
 */
public abstract class ReceiverBuilder<
    D extends EventData, E extends Event<D>, B extends ReceiverBuilder<D, E, B>> {

  private final DeliveryVerifier verifier;
  private final RouteTable<E> table;
  private final Map<Outcome, Integer> statuses = new EnumMap<>(Outcome.class);
  private final Function<JsonLimits, EventParser<E>> parsers;
  private @Nullable EventHandler<? super E> otherwise;
  private @Nullable IdempotencyStore store;
  private @Nullable ReceiverListener listener;
  private @Nullable Duration senderTimeout;
  private @Nullable ScheduledExecutorService scheduler;
  private @Nullable Function<WebhookRequest, Map<String, String>> validation;
  private Predicate<? super E> isOurs = event -> true;
  private Clock clock = Clock.systemUTC();
  private Duration retryAfter = Duration.ofSeconds(10);
  private JsonLimits limits = JsonLimits.defaults();

  /**
   * Begins a receiver.
   *
   * @param verifier proves the sender
   * @param parsers makes the parser that reads the vendor's events within given limits
   */
  protected ReceiverBuilder(
      DeliveryVerifier verifier, Function<JsonLimits, EventParser<E>> parsers) {
    this.verifier = Objects.requireNonNull(verifier, "verifier");
    this.parsers = Objects.requireNonNull(parsers, "parsers");
    this.table = new RouteTable<>(parsers.apply(limits));
  }

  /**
   * Handles events whose data is of a class, or of any class of a family.
   *
   * @param dataType a data class, a family, or the vendor's root of all data
   * @throws IllegalArgumentException if it is none of this vendor's, or has a handler already
   */
  public final <T extends D> B on(Class<T> dataType, DataHandler<? super T, ? super E> handler) {
    table.add(
        Objects.requireNonNull(dataType, "dataType"), Objects.requireNonNull(handler, "handler"));
    return self();
  }

  /**
   * Handles events of a type by the vendor's name for it: for types that this version has no class
   * for, and for handlers that want none.
   *
   * @param type exactly as the vendor writes it; nobody can check it
   * @throws IllegalArgumentException if it is empty, or has a handler already
   */
  public final B on(String type, EventHandler<? super E> handler) {
    table.add(Objects.requireNonNull(type, "type"), Objects.requireNonNull(handler, "handler"));
    return self();
  }

  /**
   * Handles all other events, types of the future among them. Mandatory, because a vendor sends
   * more than anybody expects.
   *
   * @throws IllegalArgumentException if there is one already
   */
  public final B otherwise(EventHandler<? super E> handler) {
    if (otherwise != null) {
      throw new IllegalArgumentException(
          "otherwise(...) is there twice; call both from one handler");
    }
    otherwise = Objects.requireNonNull(handler, "handler");
    return self();
  }

  /** Remembers handled events in a store other than {@link IdempotencyStore#inMemory()}. */
  public final B idempotency(IdempotencyStore eventIds) {
    store = Objects.requireNonNull(eventIds, "eventIds");
    return self();
  }

  /**
   * Tells a listener what happens. It makes every event's data be read, even if no handler asks for
   * it, since where a delivery deviates shows only then.
   *
   * @throws IllegalArgumentException if there is one already
   */
  public final B listener(ReceiverListener watcher) {
    if (listener != null) {
      throw new IllegalArgumentException("listener(...) is there twice; call both from one");
    }
    listener = Objects.requireNonNull(watcher, "watcher");
    return self();
  }

  /**
   * Answers an outcome with another status than its own: the table's rows are for a sender that
   * tries again at 5xx and forgets at 2xx and 4xx.
   *
   * @param status 200 to 599
   */
  public final B answer(Outcome outcome, int status) {
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("status must be from 200 to 599, but was " + status);
    }
    statuses.put(Objects.requireNonNull(outcome, "outcome"), status);
    return self();
  }

  /**
   * Sets what {@code Retry-After} says to a sender that cannot be served now; 10 seconds unless
   * set.
   *
   * @param wait in whole seconds, not negative
   */
  public final B retryAfter(Duration wait) {
    if (wait.isNegative()) {
      throw new IllegalArgumentException("retryAfter must not be negative, but was " + wait);
    }
    retryAfter = wait;
    return self();
  }

  /**
   * Sets how large and how deep a body may be; {@link JsonLimits#defaults()} unless set. A larger
   * one is {@link Outcome#TOO_LARGE}.
   */
  public final B limits(JsonLimits bodyLimits) {
    limits = Objects.requireNonNull(bodyLimits, "bodyLimits");
    return self();
  }

  /**
   * Sets when the sender gives up, so that {@link ReceiverListener#deadlineNear} can warn at 60 %
   * of it. Nothing is interrupted.
   */
  public final B senderTimeout(Duration timeout) {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException(
          "senderTimeout must be more than zero, but was " + timeout);
    }
    senderTimeout = timeout;
    return self();
  }

  /**
   * Lets {@link ReceiverListener#deadlineNear} warn in time, while a handler still runs. Without a
   * scheduler it warns afterwards. Used only if there is a listener.
   *
   * @param timer takes one short task for each delivery; remains the caller's to shut down
   */
  public final B scheduler(ScheduledExecutorService timer) {
    scheduler = Objects.requireNonNull(timer, "timer");
    return self();
  }

  /** Measures time with another clock than the system's. */
  public final B clock(Clock time) {
    clock = Objects.requireNonNull(time, "time");
    return self();
  }

  /** Refuses proven events that are meant for somebody else: {@link Outcome#FOREIGN}. */
  protected final B accept(Predicate<? super E> isMeantForUs) {
    isOurs = Objects.requireNonNull(isMeantForUs, "isMeantForUs");
    return self();
  }

  /**
   * Answers senders that ask with {@code OPTIONS} before they deliver: {@link Outcome#VALIDATED}.
   *
   * @param headers what to add to the answer, from the request; must not throw
   */
  protected final B validation(Function<WebhookRequest, Map<String, String>> headers) {
    validation = Objects.requireNonNull(headers, "headers");
    return self();
  }

  /**
   * Builds the receiver.
   *
   * @throws IllegalStateException if {@code otherwise} is missing, a handler could never be called,
   *     or a type could go to two handlers; the message says what to do
   */
  public final WebhookReceiver build() {
    if (otherwise == null) {
      throw new IllegalStateException(
          "Call otherwise(...) before build(): the vendor sends types that have no handler here");
    }
    Routes<E> routes = table.decide(otherwise);
    IdempotencyStore eventIds = store == null ? IdempotencyStore.inMemory(clock) : store;
    Reception<E> reception =
        new Reception<>(verifier, readingFor(routes), isOurs, routes, eventIds);
    return new WebhookReceiver(
        reception,
        new Answers(statuses, retryAfter, validation),
        routes.types(),
        limits.maxBytes(),
        listener,
        senderTimeout == null ? null : new Deadline(senderTimeout, scheduler),
        clock);
  }

  private EventParser<E> readingFor(Routes<E> routes) {
    EventParser<E> parser = parsers.apply(limits);
    return listener == null ? parser.deferring(type -> !routes.needsData(type)) : parser;
  }

  @SuppressWarnings("unchecked") // B is the builder itself
  private B self() {
    return (B) this;
  }
}
