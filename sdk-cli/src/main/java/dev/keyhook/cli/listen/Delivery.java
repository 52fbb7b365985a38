package dev.keyhook.cli.listen;

import dev.keyhook.WebhookRequest;
import dev.keyhook.cli.catalogue.Vendor;
import dev.keyhook.webhooks.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One request at an endpoint, and its result. Guarded by its log's lock. */
final class Delivery {

  /**
   * An attempt to handle the event.
   *
   * @param number from 1
   * @param at when it ended
   * @param millis how long it took
   * @param result a description of the result
   * @param retryInMillis the time until the next attempt; -1 if there is none
   */
  record Attempt(int number, Instant at, double millis, String result, long retryInMillis) {}

  private static final int MAX_ATTEMPTS = 50;

  final long number;
  final Vendor vendor;
  final Instant receivedAt;
  private @Nullable WebhookRequest request;
  @Nullable String type;
  @Nullable String id;
  @Nullable String subject;
  @Nullable String reason;
  @Nullable Outcome outcome;
  int deviations;
  boolean isRecognized = true;
  boolean isInspected;
  int status;
  double millis;
  final List<Attempt> attempts = new ArrayList<>();
  @Nullable String state;
  private @Nullable Delivery first;

  Delivery(long number, Vendor vendor, Instant receivedAt, WebhookRequest request) {
    this.number = number;
    this.vendor = vendor;
    this.receivedAt = receivedAt;
    this.request = request;
  }

  /** Returns the request; null if it is not kept any more. */
  @Nullable WebhookRequest request() {
    return request;
  }

  void forgetRequest() {
    request = null;
  }

  /** Records an earlier delivery of the same event. */
  void follows(Delivery earlier) {
    first = earlier;
  }

  /** Returns whether the event was accepted, so that the sender does not retry. */
  boolean isAccepted() {
    return outcome == Outcome.STORED || outcome == Outcome.HANDLED || outcome == Outcome.DUPLICATE;
  }

  /** Returns the number of the first delivery of the event if this is a duplicate; 0 if not. */
  long duplicateOf() {
    Delivery earlier = first;
    return earlier != null && earlier.isAccepted() && isAccepted() ? earlier.number : 0;
  }

  void add(Attempt attempt) {
    if (attempts.size() == MAX_ATTEMPTS) {
      attempts.remove(0);
    }
    attempts.add(attempt);
  }
}
