package dev.keyhook.kafka;

import dev.keyhook.CredentialsUnavailableException;
import dev.keyhook.Deviation;
import dev.keyhook.Event;
import dev.keyhook.MalformedEventException;
import dev.keyhook.internal.inbox.HandledOnce;
import dev.keyhook.internal.inbox.Listening;
import dev.keyhook.internal.inbox.RetryRules;
import dev.keyhook.routing.EventContext;
import dev.keyhook.routing.EventRouter;
import dev.keyhook.routing.InboxListener;
import dev.keyhook.routing.NonRetryableException;
import dev.keyhook.store.InboxUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Runs the handler of one event, and decides what follows from how it ended. */
final class Attempts {

  /** How long a lane waits while another process does the same work. */
  private static final Duration WHILE_IN_PROGRESS = Duration.ofSeconds(1);

  /** How long a lane waits for a newer version, a key, or the dead-letter topic. */
  private static final Duration WHILE_PAUSED = Duration.ofSeconds(30);

  private final Map<String, EventRouter<?>> routers;
  private final Policy policy;
  private final HandledOnce handledOnce;
  private final DeadLetters deadLetters;
  private final InboxListener listener;
  private final LongSupplier nanoTime;
  private final Sequences sequences = new Sequences();

  /**
   * What to do with failures.
   *
   * @param ignoresOthers whether events of endpoints without a router are skipped
   */
  record Policy(RetryRules rules, boolean ignoresOthers) {}

  Attempts(
      Map<String, EventRouter<?>> routers,
      Policy policy,
      HandledOnce handledOnce,
      DeadLetters deadLetters,
      InboxListener listener,
      LongSupplier nanoTime) {
    this.routers = routers;
    this.policy = policy;
    this.handledOnce = handledOnce;
    this.deadLetters = deadLetters;
    this.listener = listener;
    this.nanoTime = nanoTime;
  }

  /**
   * Runs one attempt.
   *
   * @param number which attempt this is, from 1
   * @param isSuspect whether the attempts before ended the process, and this event alone can be why
   * @param isInterrupting whether the partition was given up, so that handlers are interrupted
   */
  AttemptResult run(
      StoredEvent event, int number, boolean isSuspect, BooleanSupplier isInterrupting) {
    String endpoint = event.endpoint();
    Attempt attempt = new Attempt(event, event.attempt(number), nanoTime.getAsLong());
    if (endpoint == null) {
      Listening.tell(() -> listener.attemptStarted(attempt.described()));
      return givenUp(attempt, new IllegalStateException("Not a record of Keyhook"));
    }
    if (isSuspect && number > policy.rules().maxAttempts()) {
      Listening.tell(() -> listener.attemptStarted(attempt.described()));
      return givenUp(attempt, new WorkerVanishedException());
    }
    EventRouter<?> router = routers.get(endpoint);
    if (router == null) {
      return policy.ignoresOthers()
          ? new AttemptResult.Finished()
          : paused(endpoint, new NoRouterException()); // before the attempt starts
    }
    return run(router, attempt, isInterrupting);
  }

  /** An attempt that has begun. */
  private record Attempt(StoredEvent event, InboxListener.Attempt described, long start) {}

  private <E extends Event<?>> AttemptResult run(
      EventRouter<E> router, Attempt attempt, BooleanSupplier isInterrupting) {
    StoredEvent event = attempt.event();
    Listening.tell(() -> listener.attemptStarted(attempt.described()));
    E parsed;
    try {
      parsed = router.parser().parse(event.delivery());
    } catch (CredentialsUnavailableException e) {
      return postponed(attempt, e);
    } catch (MalformedEventException e) {
      // What a receiver could read needs a newer worker; what it could not read is a dead letter.
      return event.isReadable() ? postponed(attempt, e) : givenUp(attempt, e);
    } catch (RuntimeException | Error e) { // a parser's error must not end the worker
      return failed(attempt, e, isInterrupting);
    }
    Listening.tell(() -> tellDeviations(attempt, parsed));
    if (!event.isReadable() && event.replay() == null) {
      return givenUp(attempt, new NonRetryableException("Unreadable when it arrived"));
    }
    try {
      handle(router, parsed, attempt.described(), event);
      Listening.tell(() -> listener.attemptSucceeded(attempt.described(), since(attempt)));
      return new AttemptResult.Finished();
    } catch (HandledOnce.InProgressException e) {
      return postponed(attempt, WHILE_IN_PROGRESS);
    } catch (HandledOnce.StoreFailedException e) {
      Listening.tell(() -> listener.databaseFailed(e));
      return postponed(attempt, e.retryIn());
    } catch (Exception | Error e) { // a handler's error must not end the worker
      return failed(attempt, e, isInterrupting);
    }
  }

  private <E extends Event<?>> void handle(
      EventRouter<E> router, E parsed, InboxListener.Attempt attempt, StoredEvent event)
      throws Exception {
    String lane = attempt.endpoint() + '\0' + parsed.subject().orElse("");
    EventContext.Builder context =
        EventContext.builder(attempt.endpoint())
            .attempt(attempt.number())
            .receivedAt(attempt.receivedAt())
            .replay(attempt.isReplay())
            .stale(sequences.isStale(lane, parsed.sequence()));
    handledOnce.run(
        attempt.endpoint(),
        HandledOnce.key(parsed, event.uniqueText(), event.replay()),
        transaction -> router.handle(parsed, context.transaction(transaction).build()));
    sequences.handled(lane, parsed.sequence());
  }

  /** Reports that an attempt ended without a result; it runs again and does not count. */
  AttemptResult broken(Throwable cause) {
    Listening.tell(() -> listener.databaseFailed(cause));
    return new AttemptResult.Retry(WHILE_PAUSED, false);
  }

  private AttemptResult paused(String endpoint, RuntimeException cause) {
    Listening.tell(() -> listener.paused(endpoint, cause));
    return new AttemptResult.Retry(WHILE_PAUSED, false);
  }

  private AttemptResult postponed(Attempt attempt, RuntimeException cause) {
    AttemptResult result = paused(attempt.described().endpoint(), cause);
    tellPostponed(attempt);
    return result;
  }

  private AttemptResult postponed(Attempt attempt, Duration delay) {
    tellPostponed(attempt);
    return new AttemptResult.Retry(delay, false);
  }

  private void tellPostponed(Attempt attempt) {
    Listening.tell(() -> listener.attemptPostponed(attempt.described(), since(attempt)));
  }

  private void tellDeviations(Attempt attempt, Event<?> event) {
    List<Deviation> deviations = event.deviations();
    if (!deviations.isEmpty()) {
      listener.deviated(attempt.described(), deviations);
    }
  }

  private AttemptResult failed(Attempt attempt, Throwable cause, BooleanSupplier isInterrupting) {
    if (isInterrupting.getAsBoolean()) {
      return postponed(attempt, Duration.ZERO); // the successor runs it again
    }
    return policy
        .rules()
        .delayAfter(cause, attempt.described().number(), attempt.event().storedAt())
        .map(delay -> retry(attempt, cause, delay))
        .orElseGet(() -> givenUp(attempt, cause));
  }

  private AttemptResult retry(Attempt attempt, Throwable cause, Duration delay) {
    Listening.tell(() -> listener.attemptFailed(attempt.described(), since(attempt), cause, delay));
    return new AttemptResult.Retry(delay, true);
  }

  private AttemptResult givenUp(Attempt attempt, Throwable cause) {
    InboxListener.Attempt described = attempt.described();
    try {
      deadLetters.add(
          attempt.event().record(),
          described.number(),
          RetryRules.origin(cause).getClass().getName());
    } catch (InboxUnavailableException e) {
      Listening.tell(() -> listener.databaseFailed(e));
      return postponed(attempt, WHILE_PAUSED);
    }
    Listening.tell(() -> listener.deadLettered(described, since(attempt), cause));
    return new AttemptResult.Finished();
  }

  private Duration since(Attempt attempt) {
    return Duration.ofNanos(nanoTime.getAsLong() - attempt.start());
  }
}
