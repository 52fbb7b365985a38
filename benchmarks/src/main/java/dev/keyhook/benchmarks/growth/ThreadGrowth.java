package dev.keyhook.benchmarks.growth;

import dev.keyhook.WebhookRequest;
import dev.keyhook.benchmarks.Deliveries;
import dev.keyhook.webhooks.WebhookReceiver;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongUnaryOperator;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * Measures one receiver with an increasing number of threads. The JDK's Flight Recorder shows how
 * long they wait for locks.
 */
public final class ThreadGrowth {

  private static final AtomicLong IDS = new AtomicLong();

  private ThreadGrowth() {}

  /**
   * {@link #measure Measures} each number of threads and prints the results.
   *
   * @param args {@code platform} or {@code virtual}, the milliseconds for each, the numbers
   */
  public static void main(String[] args) throws Exception {
    boolean virtual = args[0].equals("virtual");
    long millis = Long.parseLong(args[1]);
    for (int i = 0; i < 2; i++) {
      measure(2, millis, false); // to warm up
    }
    for (String threads : List.of(args).subList(2, args.length)) {
      System.out.println(measure(Integer.parseInt(threads), millis, virtual));
    }
  }

  /**
   * Returns the deliveries that the threads receive in a second, the requests that they can create
   * without receiving them, and the share of their time that they wait for a monitor.
   */
  public static String measure(int threads, long millis, boolean virtual) throws Exception {
    double requests = run(id -> request(id).bodySize(), threads, millis, virtual);
    WebhookReceiver receiver = Deliveries.receiver(new LongAdder());
    Path file = Files.createTempFile("threads", ".jfr");
    try (Recording recording = new Recording()) {
      recording.enable("jdk.JavaMonitorEnter").withThreshold(Duration.ZERO).withoutStackTrace();
      recording.start();
      double deliveries =
          run(id -> receiver.receive(request(id)).status(), threads, millis, virtual);
      recording.stop();
      recording.dump(file);
      double waited = waitedSeconds(file) / (threads * millis / 1000.0);
      return deliveries + " " + requests + " " + waited;
    } finally {
      Files.delete(file);
    }
  }

  private static WebhookRequest request(long id) {
    byte[] body = Deliveries.body();
    Deliveries.nextId(body, id);
    return Deliveries.bearer(body);
  }

  private static double run(LongUnaryOperator work, int threads, long millis, boolean virtual)
      throws Exception {
    ExecutorService executor = virtual ? virtualThreads() : Executors.newFixedThreadPool(threads);
    try {
      long start = System.nanoTime();
      long end = start + TimeUnit.MILLISECONDS.toNanos(millis);
      List<Future<Long>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        running.add(executor.submit(() -> workUntil(end, work, virtual)));
      }
      long done = 0;
      for (Future<Long> one : running) {
        done += one.get();
      }
      return done * (double) TimeUnit.SECONDS.toNanos(1) / (System.nanoTime() - start);
    } finally {
      executor.shutdownNow();
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // virtual threads share a processor only if they yield
  private static long workUntil(long end, LongUnaryOperator work, boolean yields) {
    long done = 0;
    while (System.nanoTime() < end) {
      if (work.applyAsLong(IDS.incrementAndGet()) < 0) {
        throw new IllegalStateException();
      }
      done++;
      if (yields) {
        Thread.yield();
      }
    }
    return done;
  }

  private static ExecutorService virtualThreads()
      throws NoSuchMethodException, IllegalAccessException, InvocationTargetException {
    return (ExecutorService)
        Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
  }

  private static double waitedSeconds(Path file) throws IOException {
    Duration sum = Duration.ZERO;
    try (RecordingFile recording = new RecordingFile(file)) {
      while (recording.hasMoreEvents()) {
        RecordedEvent event = recording.readEvent();
        if (event.getEventType().getName().equals("jdk.JavaMonitorEnter")) {
          sum = sum.plus(event.getDuration());
        }
      }
    }
    return sum.toNanos() / (double) TimeUnit.SECONDS.toNanos(1);
  }
}
