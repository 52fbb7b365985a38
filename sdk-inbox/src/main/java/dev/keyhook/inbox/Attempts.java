package dev.keyhook.inbox;

import dev.keyhook.CredentialsUnavailableException;
import dev.keyhook.Event;
import dev.keyhook.MalformedEventException;
import dev.keyhook.MissingFieldException;
import dev.keyhook.routing.EventRouter;
import dev.keyhook.routing.HandlerException;
import dev.keyhook.routing.InboxListener;
import dev.keyhook.routing.NonRetryableException;
import dev.keyhook.routing.RetryLaterException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Runs the handler of one event, and turns its outcome into a result. */
final class Attempts {

  /** How long a lane waits while another process does the same work. */
  private static final Duration WHILE_IN_PROGRESS = Duration.ofSeconds(1);

  /** An event that a handler postpones does not become a dead letter before this age. */
  private static final Duration PATIENCE = Duration.ofHours(24);

  /** The database's clock would overflow with the longest delays that a handler can ask for. */
  private static final Duration LONGEST_DELAY = Duration.ofDays(365);

  private final Map<String, EventRouter<?>> routers;
  private final BodyCipher cipher;
  private final HandlerCall call;
  private final RetryPolicy policy;
  private final InboxListener listener;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final BooleanSupplier isClosing;
  private final Pauses pauses;

  /**
   * What to do with failures.
   *
   * @param maxAttempts after how many attempts an event is given up
   * @param parksLanes whether a lane is parked instead, so that its order is kept
   * @param keepsMessages whether dead letters keep the message of the failure
   */
  record RetryPolicy(Backoff backoff, int maxAttempts, boolean parksLanes, boolean keepsMessages) {}

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
      Clock clock,
      LongSupplier nanoTime,
      BooleanSupplier isClosing,
      Pauses pauses) {
    this.routers = routers;
    this.cipher = cipher;
    this.call = call;
    this.policy = policy;
    this.listener = listener;
    this.clock = clock;
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
    if (claim.isSuspect() && number > policy.maxAttempts()) {
      return failed(attempt, event, start, new WorkerVanishedException());
    }
    Listening.tell(() -> listener.attemptStarted(attempt));
    E parsed;
    try {
      parsed = router.parser().parse(event.delivery(cipher));
    } catch (CredentialsUnavailableException e) {
      return paused(claim, e);
    } catch (MalformedEventException e) {
      return event.isReadable() ? paused(claim, e) : givenUp(attempt, start, e);
    } catch (RuntimeException e) {
      return failed(attempt, event, start, e);
    }
    pauses.resumed(claim.endpoint());
    Long own = parsed.sequence().isPresent() ? parsed.sequence().getAsLong() : null;
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
    } catch (HandlerCall.InProgressException e) {
      return new AttemptResult.NotAttempted(WHILE_IN_PROGRESS);
    } catch (Exception | Error e) { // a handler's error must not end the worker
      return failed(attempt, event, start, e);
    }
  }

  private AttemptResult paused(LaneClaim claim, RuntimeException cause) {
    pauses.pause(claim.endpoint(), cause);
    return new AttemptResult.NotAttempted(Duration.ZERO);
  }

  private AttemptResult failed(
      InboxListener.Attempt attempt, QueuedEvent event, long start, Throwable cause) {
    if (isClosing.getAsBoolean() && Thread.interrupted()) {
      return new AttemptResult.NotAttempted(Duration.ZERO); // close() has ended the handler
    }
    if (cause instanceof NonRetryableException
        || cause instanceof MissingFieldException
        || cause instanceof WorkerVanishedException) {
      return givenUp(attempt, start, cause);
    }
    boolean isLast = attempt.number() >= policy.maxAttempts();
    if (cause instanceof RetryLaterException later) {
      Duration age = Duration.between(event.receivedAt(), clock.instant());
      return isLast && age.compareTo(PATIENCE) > 0
          ? givenUp(attempt, start, cause)
          : retry(attempt, start, cause, capped(later.delay()));
    }
    return isLast
        ? givenUp(attempt, start, cause)
        : retry(attempt, start, cause, policy.backoff().after(attempt.number()));
  }

  private AttemptResult retry(
      InboxListener.Attempt attempt, long start, Throwable cause, Duration delay) {
    Listening.tell(() -> listener.attemptFailed(attempt, since(start), cause, delay));
    return new AttemptResult.Retry(delay, nameOf(cause), false);
  }

  private static Duration capped(Duration delay) {
    return delay.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : delay;
  }

  private AttemptResult givenUp(InboxListener.Attempt attempt, long start, Throwable cause) {
    if (policy.parksLanes()) {
      Listening.tell(() -> listener.parked(attempt, since(start), cause));
      return new AttemptResult.Retry(Duration.ZERO, nameOf(cause), true);
    }
    Listening.tell(() -> listener.deadLettered(attempt, since(start), cause));
    String message = policy.keepsMessages() ? EventRow.text(origin(cause).getMessage()) : null;
    return new AttemptResult.GivenUp(
        new LaneResult.DeadLetter(attempt.number(), nameOf(cause), message));
  }

  private static String nameOf(Throwable cause) {
    return origin(cause).getClass().getName();
  }

  /** Returns what the handler threw, without the wrapper of checked exceptions. */
  private static Throwable origin(Throwable cause) {
    return cause instanceof HandlerException && cause.getCause() != null ? cause.getCause() : cause;
  }

  private Duration since(long start) {
    return Duration.ofNanos(nanoTime.getAsLong() - start);
  }
}
