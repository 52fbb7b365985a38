package dev.keyhook.cli.send;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/** Sends deliveries one after the other over connections of its own. */
final class Deliverer implements Runnable {

  private final Feed feed;
  private final Tally tally;
  private final RetrySchedule schedule;
  private final RandomGenerator random;
  private final Runnable onNoConnection;
  private final Map<URI, Connection> connections = new ConcurrentHashMap<>();
  private final Histogram latencies = new Histogram();

  /** How many deliveries ended since the last call of the feed, which saves a lock for each. */
  private int finished;

  Deliverer(
      Feed feed,
      Tally tally,
      RetrySchedule schedule,
      RandomGenerator random,
      Runnable onNoConnection) {
    this.feed = feed;
    this.tally = tally;
    this.schedule = schedule;
    this.random = random;
    this.onNoConnection = onNoConnection;
  }

  @Override
  public void run() {
    try {
      for (Job job = feed.take(0); job != null; job = feed.take(finished)) {
        finished = 0;
        deliver(job);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      connections.values().forEach(Connection::close);
      tally.latencies(latencies);
    }
  }

  /** Closes connections whose response is late. Called periodically by another thread. */
  void endLateExchanges() {
    connections.values().forEach(Connection::closeIfLate);
  }

  private void deliver(Job job) {
    job.attempts++;
    if (job.attempts == 1) {
      job.firstNanos = System.nanoTime();
      count(job);
    } else {
      tally.retried.increment();
    }
    Reply reply = exchange(job);
    if (reply.isConnected()) {
      tally.isConnected.set(true);
    }
    tally.status(reply.status());
    conclude(job, reply);
  }

  private void count(Job job) {
    switch (job.fault) {
      case FORGED -> tally.forged.increment();
      case DUPLICATE -> {
        tally.sent.increment();
        tally.duplicates.increment();
      }
      default -> tally.sent.increment();
    }
  }

  private Reply exchange(Job job) {
    Connection connection = connections.computeIfAbsent(job.target.url(), Connection::watched);
    byte[] request = job.target.request(job);
    if (job.isCutNow()) {
      tally.cut.increment();
      connection.cut(request, request.length - job.content.body().length / 2 - 1);
      return Reply.NO_RESPONSE;
    }
    Reply reply = connection.exchange(request);
    // From when it was due, so that waiting for a slow receiver counts too.
    latencies.add(System.nanoTime() - job.dueNanos);
    return reply;
  }

  private void conclude(Job job, Reply reply) {
    if (job.fault == Job.Fault.FORGED) {
      if (reply.isAcknowledged()) {
        tally.forgedAccepted.increment();
      }
      finished++;
      return;
    }
    if (reply.isAcknowledged()) {
      tally.acknowledged.increment();
      tally.acknowledged(job.number);
      finished++;
      return;
    }
    long delay = -1;
    if (reply.isRetried()) {
      long age = System.nanoTime() - job.firstNanos;
      delay = schedule.delayNanos(job.attempts, age, reply.retryAfterSeconds(), random);
    }
    if (delay < 0) {
      tally.dropped.increment();
      finished++;
    } else {
      feed.retry(job, delay);
    }
    if (!reply.isConnected()) {
      onNoConnection.run();
    }
  }
}
