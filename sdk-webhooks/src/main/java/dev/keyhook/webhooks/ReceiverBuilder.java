package dev.keyhook.webhooks;

import dev.keyhook.DeliveryVerifier;
import dev.keyhook.Event;
import dev.keyhook.EventParser;
import dev.keyhook.JsonLimits;
import dev.keyhook.WebhookRequest;
import dev.keyhook.WebhookResponse;
import dev.keyhook.internal.event.DeferringParser;
import dev.keyhook.routing.EventRouter;
import dev.keyhook.store.Idempotency;
import dev.keyhook.store.Inbox;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link WebhookReceiver}. The builders of all vendors extend this class.
 *
 * <p>Exactly one of {@link #inbox} and {@link #handle} is required. Not safe for use by several
 * threads. Built receivers are immutable.
 *
 * @param <E> the vendor's event class
 * @param <B> the builder itself
 */
public abstract class ReceiverBuilder<E extends Event<?>, B extends ReceiverBuilder<E, B>> {

  private final DeliveryVerifier verifier;
  private final Function<JsonLimits, EventParser<E>> parsers;
  private final Map<Outcome, Integer> statuses = new EnumMap<>(Outcome.class);
  private final Map<String, Function<WebhookRequest, WebhookResponse>> validations =
      new LinkedHashMap<>();
  private String endpoint;
  private @Nullable Inbox inbox;
  private @Nullable EventRouter<E> router;
  private @Nullable Idempotency idempotency;
  private @Nullable FailureHandler failures;
  private ReceiverListener.@Nullable Factory listeners;
  private @Nullable Duration senderTimeout;
  private @Nullable Predicate<? super E> isOurs;
  private Set<String> keptHeaders = Set.of();
  private Clock clock = Clock.systemUTC();
  private LongSupplier nanoTime = System::nanoTime;
  private Duration retryAfter = Duration.ofSeconds(10);
  private JsonLimits limits = JsonLimits.defaults();

  /**
   * Creates a builder.
   *
   * @param endpoint the receiver's name unless set otherwise, such as {@code smartphonekey}
   * @param verifier authenticates the sender
   * @param parsers creates the parser that reads the vendor's events within given limits
   */
  protected ReceiverBuilder(
      String endpoint, DeliveryVerifier verifier, Function<JsonLimits, EventParser<E>> parsers) {
    this.endpoint = requireName(endpoint);
    this.verifier = Objects.requireNonNull(verifier, "verifier");
    this.parsers = Objects.requireNonNull(parsers, "parsers");
  }

  /**
   * Stores deliveries durably before the response; a worker handles them later.
   *
   * @throws IllegalStateException if it was already set
   */
  public final B inbox(Inbox store) {
    inbox = once(inbox, Objects.requireNonNull(store, "store"), "inbox");
    return self();
  }

  /**
   * Handles events within the request, before the response. The sender waits for the response and
   * retries after its timeout, so use this for fast handlers only.
   *
   * @throws IllegalStateException if it was already set
   */
  public final B handle(EventRouter<E> handlers) {
    router = once(router, Objects.requireNonNull(handlers, "handlers"), "handle");
    return self();
  }

  /**
   * Sets the store of handled ids for {@link #handle}; {@link Idempotency#inMemory()} unless set.
   *
   * @throws IllegalStateException if it was already set
   */
  public final B idempotency(Idempotency store) {
    idempotency = once(idempotency, Objects.requireNonNull(store, "store"), "idempotency");
    return self();
  }

  /**
   * Names the receiver; the vendor's name unless set. Receivers of several accounts of one vendor
   * need different names, which separate ids, lanes, metrics and log lines.
   *
   * @param name not blank
   */
  public final B endpoint(String name) {
    endpoint = requireName(name);
    return self();
  }

  /**
   * Sets the handler of failures, which replaces the log.
   *
   * @throws IllegalStateException if it was already set
   */
  public final B onFailure(FailureHandler handler) {
    failures = once(failures, Objects.requireNonNull(handler, "handler"), "onFailure");
    return self();
  }

  /**
   * Observes each request. With a listener, the data of every event is read even if no handler
   * needs it, because deviations are not known otherwise.
   *
   * @throws IllegalStateException if it was already set
   */
  public final B listener(ReceiverListener.Factory factory) {
    listeners = once(listeners, Objects.requireNonNull(factory, "factory"), "listener");
    return self();
  }

  /**
   * Changes the status of the response to an outcome.
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
   * Sets the {@code Retry-After} of 503 responses; 10 seconds unless set.
   *
   * @param delay at least 1 second; rounded up to whole seconds
   */
  public final B retryAfter(Duration delay) {
    if (delay.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("Retry-After must be at least 1 second, but was " + delay);
    }
    retryAfter = delay;
    return self();
  }

  /**
   * Sets the maximum size and depth of a body; {@link JsonLimits#defaults()} unless set. A larger
   * one is {@link Outcome#TOO_LARGE}.
   */
  public final B limits(JsonLimits bodyLimits) {
    limits = Objects.requireNonNull(bodyLimits, "bodyLimits");
    return self();
  }

  /**
   * Sets when the sender gives up, so that {@link ReceiverListener#slow} can warn at 60 % of it.
   * Nothing is interrupted.
   *
   * @param timeout more than zero
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
   * Accepts only some events: {@link Outcome#FOREIGN} for all others, which are dropped.
   *
   * @param isMeantForUs must not throw
   * @throws IllegalStateException if it was already set
   */
  public final B accept(Predicate<? super E> isMeantForUs) {
    Objects.requireNonNull(isMeantForUs, "isMeantForUs");
    if (isOurs != null) {
      throw alreadySet("accept");
    }
    isOurs = isMeantForUs;
    return self();
  }

  /**
   * Responds to requests by which a vendor validates a URL before it delivers: {@link
   * Outcome#VALIDATED}. They are not authenticated.
   *
   * @param method such as {@code OPTIONS} or {@code GET}; not {@code POST}, which delivers
   * @param respond creates the response, such as one that returns a challenge
   */
  public final B validation(String method, Function<WebhookRequest, WebhookResponse> respond) {
    if (method.equals("POST")) {
      throw new IllegalArgumentException("POST delivers events; give another method");
    }
    validations.put(
        Objects.requireNonNull(method, "method"), Objects.requireNonNull(respond, "respond"));
    return self();
  }

  /**
   * Stores further headers with the body in the inbox, which the parser reads. A few headers
   * without secrets are always stored, see {@link dev.keyhook.store.InboxEntry}.
   *
   * @param names in any letter case; never one with a credential
   * @throws IllegalArgumentException for {@code Authorization}, {@code Proxy-Authorization}, {@code
   *     Cookie} and the {@linkplain DeliveryVerifier#secretHeaders() secret headers} of the
   *     verifier
   */
  public final B storeHeaders(String... names) {
    keptHeaders = Set.of(names);
    InboxSink.requireNoCredential(keptHeaders, verifier);
    return self();
  }

  /** Sets the clock that says when a delivery was received; the system's unless set. */
  public final B clock(Clock time) {
    clock = Objects.requireNonNull(time, "time");
    return self();
  }

  /** Sets the monotonic clock that measures durations; {@code System::nanoTime} unless set. */
  public final B nanoTime(LongSupplier monotonic) {
    nanoTime = Objects.requireNonNull(monotonic, "monotonic");
    return self();
  }

  /**
   * Returns the receiver.
   *
   * @throws IllegalStateException if neither or both of {@code inbox} and {@code handle} are set,
   *     or {@code idempotency} together with {@code inbox}; the message says what to do
   */
  public final WebhookReceiver build() {
    Reporting reporting = new Reporting(endpoint, listeners, failures, senderTimeout, nanoTime);
    DeliveryReception<E> reception =
        new DeliveryReception<>(
            verifier, parser(), isOurs == null ? event -> true : isOurs, sink(), clock);
    return new WebhookReceiver(
        reception,
        new ResponseTable(statuses, retryAfter, validations.keySet()),
        Map.copyOf(validations),
        limits.maxBytes(),
        reporting);
  }

  private PartSink<E> sink() {
    if (inbox != null && router != null) {
      throw new IllegalStateException(
          "Both inbox(...) and handle(...) are set. With an inbox, give the router to its worker:"
              + " InboxWorker.of(inbox).handle(router)");
    }
    if (inbox != null) {
      if (idempotency != null) {
        throw new IllegalStateException(
            "An inbox deduplicates by itself: give idempotency(...) to its worker instead, where"
                + " effects live in another database");
      }
      return new InboxSink<>(endpoint, inbox, keptHeaders);
    }
    if (router == null) {
      throw new IllegalStateException(
          "Call inbox(...) to store deliveries and handle them later, or handle(...) to handle them"
              + " within the request");
    }
    return new HandlerSink<>(
        endpoint, router, idempotency == null ? Idempotency.inMemory() : idempotency);
  }

  private EventParser<E> parser() {
    EventParser<E> parser = parsers.apply(limits);
    if (router == null) {
      return DeferringParser.deferring(parser, type -> true);
    }
    Set<String> handled = router.handledTypes();
    return listeners == null
        ? DeferringParser.deferring(parser, type -> !handled.contains(type))
        : parser;
  }

  private static <T> T once(@Nullable T before, T value, String setter) {
    if (before != null) {
      throw alreadySet(setter);
    }
    return value;
  }

  private static IllegalStateException alreadySet(String setter) {
    return new IllegalStateException(setter + "(...) was already set");
  }

  private static String requireName(String endpoint) {
    if (endpoint.isBlank()) {
      throw new IllegalArgumentException("endpoint must not be blank");
    }
    return endpoint;
  }

  @SuppressWarnings("unchecked") // B is the builder itself
  private B self() {
    return (B) this;
  }
}
