package dev.keyhook.webhooks;

import dev.keyhook.DeliveryVerifier;
import dev.keyhook.Event;
import dev.keyhook.EventData;
import dev.keyhook.EventParser;
import dev.keyhook.WebhookRequest;
import dev.keyhook.WebhookResponse;
import java.time.Clock;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Receives the deliveries of one vendor: verifies, parses, runs the event's handler once, and says
 * what to answer.
 *
 * <p>The vendor's own class makes one, see the packages below this one; for a vendor that this
 * library does not know, {@link #builder} does. Give each request to {@link #receive} from any
 * server or framework, or use {@link WebhookHttpHandler} or {@link WebhookServlet}.
 *
 * <p>Nothing that a sender writes makes it throw, or answer with a status that is not in the table
 * of {@link Outcome}. Safe for use by any number of threads, virtual ones too; no lock is held
 * while a handler runs.
 */
public final class WebhookReceiver {

  private final Reception<?> reception;
  private final Answers answers;
  private final Set<String> handledTypes;
  private final int maxBodyBytes;
  private final @Nullable ReceiverListener listener;
  private final @Nullable Deadline deadline;
  private final Clock clock;

  WebhookReceiver(
      Reception<?> reception,
      Answers answers,
      Set<String> handledTypes,
      int maxBodyBytes,
      @Nullable ReceiverListener listener,
      @Nullable Deadline deadline,
      Clock clock) {
    this.reception = reception;
    this.answers = answers;
    this.handledTypes = handledTypes;
    this.maxBodyBytes = maxBodyBytes;
    this.listener = listener;
    this.deadline = listener == null ? null : deadline;
    this.clock = clock;
  }

  /**
   * Begins a receiver for a vendor of your own.
   *
   * @param verifier proves the sender
   * @param parser reads the vendor's events, within limits of its own
   * @param <D> the vendor's data types
   * @param <E> the vendor's event class
   */
  public static <D extends EventData, E extends Event<D>> Builder<D, E> builder(
      DeliveryVerifier verifier, EventParser<E> parser) {
    return new Builder<>(verifier, Objects.requireNonNull(parser, "parser"));
  }

  /**
   * Receives one request, and returns when its handler has.
   *
   * <p>The status says to the sender whether to forget the event or to try again, so send it as it
   * is, with its headers.
   *
   * @param request with the body's bytes as they came
   * @return what to answer; never an exception, whatever the request, the handler or the store do
   */
  public WebhookResponse receive(WebhookRequest request) {
    return answer(request, Objects.requireNonNull(request, "request").bodySize() > maxBodyBytes);
  }

  /** Answers a request whose body was not read to its end, because it is over the limit. */
  WebhookResponse refuseOversized(WebhookRequest head) {
    return answer(head, true);
  }

  private WebhookResponse answer(WebhookRequest request, boolean isOversized) {
    Watch watch = Watch.begin(listener, clock);
    Deadline.@Nullable Running running = deadline == null ? null : deadline.start(watch);
    Outcome outcome = outcome(request, isOversized, watch);
    if (running != null) {
      running.stop();
    }
    WebhookResponse answer = answers.to(request, outcome);
    watch.answered(outcome, answer);
    return answer;
  }

  private Outcome outcome(WebhookRequest request, boolean isOversized, Watch watch) {
    if (request.method().equals("OPTIONS") && answers.validates()) {
      return Outcome.VALIDATED;
    }
    if (!request.method().equals("POST")) {
      return Outcome.METHOD_NOT_ALLOWED;
    }
    return isOversized ? Outcome.TOO_LARGE : reception.receive(request, watch);
  }

  /**
   * Returns the types that have a handler of their own: what to subscribe to, where a vendor lets
   * one choose.
   *
   * <p>A family stands for the types that this version knows in it. {@code otherwise} adds none.
   *
   * @return the vendor's names for them, in alphabetical order, unmodifiable
   */
  public Set<String> handledTypes() {
    return handledTypes;
  }

  /** Returns the largest body in bytes that is not refused; there is no need to read more. */
  public int maxBodyBytes() {
    return maxBodyBytes;
  }

  /**
   * Builds a {@link WebhookReceiver} for a vendor of your own. Not safe for use by several threads.
   *
   * @param <D> the vendor's data types
   * @param <E> the vendor's event class
   */
  public static final class Builder<D extends EventData, E extends Event<D>>
      extends ReceiverBuilder<D, E, Builder<D, E>> {

    private Builder(DeliveryVerifier verifier, EventParser<E> parser) {
      super(verifier, limits -> parser);
    }
  }
}
