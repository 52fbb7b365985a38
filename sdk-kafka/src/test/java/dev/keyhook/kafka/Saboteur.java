package dev.keyhook.kafka;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Kills processes while a test runs, and starts each again at once. */
final class Saboteur implements AutoCloseable {

  private static final int CHECK_MILLIS = 100;

  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final List<Broker> brokers;
  private int brokerKills;
  private int workerKills;
  private volatile @Nullable IOException failure;

  Saboteur(List<Broker> brokers) {
    this.brokers = brokers;
  }

  /** A task that may fail. */
  @FunctionalInterface
  interface Task {
    void run() throws IOException;
  }

  /** Kills the brokers in turn, whether the others are in sync or not. */
  void killBrokersEvery(int seconds) {
    Future<?> unused =
        clock.scheduleAtFixedRate(
            recording(
                () -> {
                  Broker broker = brokers.get(brokerKills % brokers.size());
                  broker.kill();
                  broker.restart();
                  brokerKills++;
                }),
            seconds,
            seconds,
            TimeUnit.SECONDS);
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

  /** Ends the kills. Brokers that ended by themselves, for example without a port, start again. */
  void stop() throws InterruptedException, IOException {
    close();
    if (!clock.awaitTermination(1, TimeUnit.MINUTES)) {
      throw new IllegalStateException("A kill does not end");
    }
    if (failure != null) {
      throw failure;
    }
    for (Broker broker : brokers) {
      if (!broker.isAlive()) {
        broker.restart();
      }
    }
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
  }
}
