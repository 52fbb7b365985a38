package dev.keyhook.inbox;

import dev.keyhook.CredentialsUnavailableException;
import dev.keyhook.Deviation;
import dev.keyhook.Event;
import dev.keyhook.MalformedEventException;
import dev.keyhook.internal.inbox.HandledOnce;
import dev.keyhook.internal.inbox.Listening;
import dev.keyhook.internal.inbox.RetryRules;
import dev.keyhook.routing.EventRouter;
import dev.keyhook.routing.InboxListener;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs the handler of one event, and turns its outcome into a result. The end of each attempt is
 * reported to the listener exactly once.
 */
final class Attempts {

  /** How long a lane waits while another process does the same work. */
  private static final Duration WHILE_IN_PROGRESS = Duration.ofSeconds(1);

  private final Map<String, EventRouter<?>> routers;
  private final BodyCipher cipher;
  private final HandlerCall call;
  private final RetryPolicy policy;
  private final InboxListener listener;
  private final LongSupplier nanoTime;
  private final BooleanSupplier isClosing;
  private final Pauses pauses;

  /**
   * What to do with failures.
   *
   * @param parksLanes whether a lane is parked instead, so that its order is kept
   * @param keepsMessages whether dead letters keep the message of the failure
   */
  record RetryPolicy(RetryRules rules, boolean parksLanes, boolean keepsMessages) {}

  /** Creates attempts for a worker that can be closed and paused. */
  @FunctionalInterface
  interface Factory {
    Attempts create(BooleanSupplier isClosing, Pauses pauses);
  }

  /** Pauses and resumes claiming events of an endpoint. */
  interface Pauses {
    void pause(String endpoint, Throwable cause);

    void resumed(String endpoint);
  }

  Attempts(
      Map<String, EventRouter<?>> routers,
      BodyCipher cipher,
      HandlerCall call,
      RetryPolicy policy,
      InboxListener listener,
      LongSupplier nanoTime,
      BooleanSupplier isClosing,
      Pauses pauses) {
    this.routers = routers;
    this.cipher = cipher;
    this.call = call;
    this.policy = policy;
    this.listener = listener;
    this.nanoTime = nanoTime;
    this.isClosing = isClosing;
    this.pauses = pauses;
  }

  /**
   * Handles an event.
   *
   * @param number which attempt this is, from 1
   * @param sequence the highest sequence of the lane that was handled
   */
  AttemptResult run(LaneClaim claim, QueuedEvent event, int number, @Nullable Long sequence) {
    EventRouter<?> router = Objects.requireNonNull(routers.get(claim.endpoint()), "router");
    return run(router, claim, event, number, sequence);
  }

  private <E extends Event<?>> AttemptResult run(
      EventRouter<E> router,
      LaneClaim claim,
      QueuedEvent event,
      int number,
      @Nullable Long sequence) {
    InboxListener.Attempt attempt = event.attempt(claim, number);
    long start = nanoTime.getAsLong();
    Listening.tell(() -> listener.attemptStarted(attempt));
    if (claim.isSuspect() && number > policy.rules().maxAttempts()) {
      return failed(attempt, event, start, new WorkerVanishedException());
    }
    E parsed;
    Long own;
    try {
      parsed = router.parser().parse(event.delivery(cipher));
      own = parsed.sequence().isPresent() ? parsed.sequence().getAsLong() : null;
    } catch (CredentialsUnavailableException e) {
      return paused(attempt, start, e);
    } catch (MalformedEventException e) {
      return event.isReadable() ? paused(attempt, start, e) : givenUp(attempt, start, e);
    } catch (RuntimeException | Error e) { // a parser's error must not end the worker
      return failed(attempt, event, start, e);
    }
    pauses.resumed(claim.endpoint());
    Listening.tell(() -> tellDeviations(attempt, parsed));
    boolean isStale = own != null && sequence != null && own < sequence;
    Long highest = own == null || isStale ? sequence : own;
    try {
      boolean isRecorded =
          call.run(
              router,
              parsed,
              new HandlerCall.Circumstances(claim, event, number, isStale, highest));
      Listening.tell(() -> listener.attemptSucceeded(attempt, since(start)));
      return new AttemptResult.Handled(isRecorded, highest);
    } catch (LeaseLostException e) {
      Listening.tell(() -> listener.leaseLost(attempt));
      return new AttemptResult.Lost();
    } catch (HandledOnce.InProgressException e) {
      return postponed(attempt, start, WHILE_IN_PROGRESS);
    } catch (HandledOnce.StoreFailedException e) {
      Listening.tell(() -> listener.databaseFailed(e));
      return postponed(attempt, start, e.retryIn());
    } catch (Exception | Error e) { // a handler's error must not end the worker
      return failed(attempt, event, start, e);
    }
  }

  private void tellDeviations(InboxListener.Attempt attempt, Event<?> event) {
    List<Deviation> deviations = event.deviations();
    if (!deviations.isEmpty()) {
      listener.deviated(attempt, deviations);
    }
  }

  private AttemptResult paused(InboxListener.Attempt attempt, long start, RuntimeException cause) {
    pauses.pause(attempt.endpoint(), cause);
    return postponed(attempt, start, Duration.ZERO);
  }

  private AttemptResult postponed(InboxListener.Attempt attempt, long start, Duration delay) {
    Listening.tell(() -> listener.attemptPostponed(attempt, since(start)));
    return new AttemptResult.NotAttempted(delay);
  }

  private AttemptResult failed(
      InboxListener.Attempt attempt, QueuedEvent event, long start, Throwable cause) {
    if (isClosing.getAsBoolean() && Thread.interrupted()) {
      return postponed(attempt, start, Duration.ZERO); // close() has ended the handler
    }
    if (cause instanceof WorkerVanishedException) {
      return givenUp(attempt, start, cause);
    }
    return policy
        .rules()
        .delayAfter(cause, attempt.number(), event.receivedAt())
        .map(delay -> retry(attempt, start, cause, delay))
        .orElseGet(() -> givenUp(attempt, start, cause));
  }

  private AttemptResult retry(
      InboxListener.Attempt attempt, long start, Throwable cause, Duration delay) {
    Listening.tell(() -> listener.attemptFailed(attempt, since(start), cause, delay));
    return new AttemptResult.Retry(delay, nameOf(cause), false);
  }

  private AttemptResult givenUp(InboxListener.Attempt attempt, long start, Throwable cause) {
    if (policy.parksLanes()) {
      Listening.tell(() -> listener.parked(attempt, since(start), cause));
      return new AttemptResult.Retry(Duration.ZERO, nameOf(cause), true);
    }
    Listening.tell(() -> listener.deadLettered(attempt, since(start), cause));
    String message =
        policy.keepsMessages() ? EventRow.text(RetryRules.origin(cause).getMessage()) : null;
    return new AttemptResult.GivenUp(
        new LaneResult.DeadLetter(attempt.number(), nameOf(cause), message));
  }

  private static String nameOf(Throwable cause) {
    return RetryRules.origin(cause).getClass().getName();
  }

  private Duration since(long start) {
    return Duration.ofNanos(nanoTime.getAsLong() - start);
  }
}
