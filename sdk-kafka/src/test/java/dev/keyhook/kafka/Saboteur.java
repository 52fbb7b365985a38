package dev.keyhook.kafka;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/** Kills processes while a test runs, and starts each again at once. */
final class Saboteur implements AutoCloseable {

  private static final int CHECK_MILLIS = 100;

  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final List<Broker> brokers;
  private final Admin admin;
  private long lastKill = System.nanoTime();
  private int brokerKills;
  private int workerKills;
  private volatile @Nullable IOException failure;

  Saboteur(List<Broker> brokers) {
    this.brokers = brokers;
    Properties properties = Broker.properties(brokers);
    properties.setProperty("request.timeout.ms", "1000");
    properties.setProperty("default.api.timeout.ms", "1000");
    this.admin = Admin.create(properties);
  }

  /** A task that may fail. */
  @FunctionalInterface
  interface Task {
    void run() throws IOException;
  }

  /**
   * Kills the brokers in turn. Where they start slowly, the next kill waits until the cluster has
   * all brokers again, whether they are in sync or not: otherwise nothing could ever be stored.
   */
  void killBrokersEvery(Duration interval) {
    Future<?> unused =
        clock.scheduleWithFixedDelay(
            recording(
                () -> {
                  restartEnded();
                  if (System.nanoTime() - lastKill >= interval.toNanos() && isComplete()) {
                    lastKill = System.nanoTime();
                    Broker broker = brokers.get(brokerKills % brokers.size());
                    broker.kill();
                    broker.restart();
                    brokerKills++;
                  }
                }),
            0,
            CHECK_MILLIS,
            TimeUnit.MILLISECONDS);
  }

  /** Starts brokers that ended by themselves, for example because their port was taken. */
  private void restartEnded() throws IOException {
    for (Broker broker : brokers) {
      if (!broker.isAlive()) {
        broker.restart();
      }
    }
  }

  private boolean isComplete() {
    try {
      return admin.describeCluster().nodes().get().size() == brokers.size();
    } catch (ExecutionException e) {
      return false; // no broker responds
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Kills a worker once, when the condition holds. */
  void kill(WorkerProcess worker, BooleanSupplier when) {
    clock.execute(() -> killOrCheckAgain(worker, when));
  }

  private void killOrCheckAgain(WorkerProcess worker, BooleanSupplier when) {
    if (when.getAsBoolean()) {
      recording(
              () -> {
                worker.killAndRestart();
                workerKills++;
              })
          .run();
    } else {
      Future<?> unused =
          clock.schedule(() -> killOrCheckAgain(worker, when), CHECK_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private Runnable recording(Task task) {
    return () -> {
      try {
        task.run();
      } catch (IOException e) {
        failure = e;
      }
    };
  }

  /** Ends the kills; all brokers run afterwards. */
  void stop() throws InterruptedException, IOException {
    close();
    if (!clock.awaitTermination(1, TimeUnit.MINUTES)) {
      throw new IllegalStateException("A kill does not end");
    }
    if (failure != null) {
      throw failure;
    }
    restartEnded();
  }

  /** Returns how often a broker was killed. */
  int brokerKills() {
    return brokerKills;
  }

  /** Returns how often a worker was killed. */
  int workerKills() {
    return workerKills;
  }

  @Override
  public void close() {
    clock.shutdownNow();
    admin.close();
  }
}
