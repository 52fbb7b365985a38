package dev.keyhook.spring;

import dev.keyhook.Deviation;
import dev.keyhook.routing.InboxListener;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Calls several listeners of an inbox. */
final class InboxListeners implements InboxListener {

  private final List<InboxListener> listeners;

  InboxListeners(List<InboxListener> listeners) {
    this.listeners = List.copyOf(listeners);
  }

  /** Calls every listener, even after one has thrown. Exceptions are ignored, as the inbox does. */
  private void each(Consumer<InboxListener> call) {
    for (InboxListener listener : listeners) {
      try {
        call.accept(listener);
      } catch (RuntimeException e) {
        // A failing listener must not prevent calls of the others.
      }
    }
  }

  @Override
  public void appended(String endpoint, int stored, int duplicates) {
    each(to -> to.appended(endpoint, stored, duplicates));
  }

  @Override
  public void unreadable(String endpoint, int entries) {
    each(to -> to.unreadable(endpoint, entries));
  }

  @Override
  public void appendFailed(int entries, Throwable cause) {
    each(to -> to.appendFailed(entries, cause));
  }

  @Override
  public void attemptStarted(Attempt attempt) {
    each(to -> to.attemptStarted(attempt));
  }

  @Override
  public void deviated(Attempt attempt, List<Deviation> deviations) {
    each(to -> to.deviated(attempt, deviations));
  }

  @Override
  public void attemptSucceeded(Attempt attempt, Duration took) {
    each(to -> to.attemptSucceeded(attempt, took));
  }

  @Override
  public void attemptPostponed(Attempt attempt, Duration took) {
    each(to -> to.attemptPostponed(attempt, took));
  }

  @Override
  public void attemptFailed(Attempt attempt, Duration took, Throwable cause, Duration retryIn) {
    each(to -> to.attemptFailed(attempt, took, cause, retryIn));
  }

  @Override
  public void deadLettered(Attempt attempt, Duration took, Throwable cause) {
    each(to -> to.deadLettered(attempt, took, cause));
  }

  @Override
  public void parked(Attempt attempt, Duration took, Throwable cause) {
    each(to -> to.parked(attempt, took, cause));
  }

  @Override
  public void leaseLost(Attempt attempt) {
    each(to -> to.leaseLost(attempt));
  }

  @Override
  public void paused(String endpoint, Throwable cause) {
    each(to -> to.paused(endpoint, cause));
  }

  @Override
  public void resumed(String endpoint) {
    each(to -> to.resumed(endpoint));
  }

  @Override
  public void databaseFailed(Throwable cause) {
    each(to -> to.databaseFailed(cause));
  }

  @Override
  public void backlog(Backlog backlog) {
    each(to -> to.backlog(backlog));
  }
}
