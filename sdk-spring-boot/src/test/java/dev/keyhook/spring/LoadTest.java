package dev.keyhook.spring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhook.spring.RawHttp.End;
import dev.keyhook.testkit.smartphonekey.SmartphoneKeySamples;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Each acknowledged event leaves exactly one row, although requests are cut and stall, events come
 * in bursts and more than once, handlers fail, and the application is killed twice.
 *
 * <p>The long form: {@code -Dtest=LoadTest -Dload.deliveries=4000}; a failure prints the seed for
 * {@code -Dload.seed}.
 */
class LoadTest {

  private static final int DELIVERIES = Integer.getInteger("load.deliveries", 400);
  private static final long SEED = Long.getLong("load.seed", System.nanoTime());
  private static final int BURST = 100;
  private static final int CONNECTIONS = 32;
  private static final int LOCKS = 40;

  private final AtomicInteger acknowledged = new AtomicInteger();
  private final AtomicInteger kills = new AtomicInteger();
  private final AtomicInteger faults = new AtomicInteger();
  private final AtomicInteger requests = new AtomicInteger();

  private String database;
  private volatile CompletableFuture<ChildApplication> application;

  @Test
  void eachAcknowledgedEventLeavesExactlyOneRow() throws Exception {
    database = Postgres.newDatabase();
    Postgres.execute(database, RecordingApplication.TABLE);
    application = CompletableFuture.completedFuture(start());
    ExecutorService senders = Executors.newFixedThreadPool(CONNECTIONS);
    Set<String> ids = new HashSet<>();
    try {
      for (int first = 0; first < DELIVERIES; first += BURST) {
        List<Callable<String>> burst = new ArrayList<>();
        for (int i = first; i < Math.min(DELIVERIES, first + BURST); i++) {
          int number = i;
          burst.add(() -> deliver(number));
        }
        for (Future<String> sent : senders.invokeAll(burst)) {
          ids.add(sent.get());
        }
      }
      assertThat(ids).as("seed %d", SEED).hasSize(DELIVERIES);
      assertThat(kills).hasValue(2);
      Postgres.awaitCount(database, "SELECT count(DISTINCT id) FROM handled", DELIVERIES);
      Postgres.awaitCount(database, "SELECT coalesce(sum(tail - done), 0) FROM keyhook_lane", 0);
      assertThat(Postgres.count(database, "SELECT count(*) FROM handled"))
          .as("rows with seed %d", SEED)
          .isEqualTo(DELIVERIES);
      assertThat(Postgres.count(database, "SELECT count(*) FROM keyhook_dead")).isZero();
      assertThat(faults.get()).as("faults").isPositive();
      System.out.printf(
          "%d events in %d requests, %d of them faulty, 2 kills, seed %d%n",
          DELIVERIES, requests.get(), faults.get(), SEED);
    } finally {
      senders.shutdownNow();
      application.join().close();
    }
  }

  private ChildApplication start() throws IOException {
    return ChildApplication.start(
        RecordingApplication.class,
        List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"),
        null,
        RecordingApplication.arguments(
            database,
            TestApplications.WITHOUT_JPA,
            "--spring.data.jpa.repositories.enabled=false"));
  }

  /** Delivers an event until it is acknowledged, with faults before and duplicates after. */
  private String deliver(int number) throws IOException {
    SplittableRandom random = new SplittableRandom(SEED + number);
    String id = "%08x-fa55-41ca-b775-%012x".formatted(number, number);
    String request = request(id, number % LOCKS);
    if (random.nextInt(4) == 0) {
      End end = List.of(End.values()).get(random.nextInt(End.values().length));
      int head = request.indexOf("{");
      String part = request.substring(0, head + random.nextInt(request.length() - head));
      faults.incrementAndGet();
      assertThat(send(part, end)).as("response to a part of a body").matches("|HTTP/1.1 503.*");
    }
    untilAcknowledged(request);
    killAfter(acknowledged.incrementAndGet());
    for (int duplicates = random.nextInt(5) - 2; duplicates > 0; duplicates--) {
      untilAcknowledged(request);
    }
    return id;
  }

  private void untilAcknowledged(String request) throws IOException {
    String status = send(request, End.HALF_CLOSE);
    while (!status.startsWith("HTTP/1.1 204")) {
      assertThat(status).matches("|HTTP/1.1 503.*");
      status = send(request, End.HALF_CLOSE);
    }
  }

  private String send(String request, End end) {
    int port = application.join().port();
    requests.incrementAndGet();
    try {
      return RawHttp.statusOf(port, request, end);
    } catch (IOException e) {
      return ""; // the application was killed
    }
  }

  private void killAfter(int count) throws IOException {
    if (count == DELIVERIES / 3 || count == DELIVERIES * 2 / 3) {
      ChildApplication running = application.join();
      CompletableFuture<ChildApplication> next = new CompletableFuture<>();
      application = next;
      running.kill();
      kills.incrementAndGet();
      try {
        next.complete(start());
      } catch (IOException | RuntimeException | Error e) {
        next.completeExceptionally(e);
        throw e;
      }
    }
  }

  private static String request(String id, int lock) {
    String sample = new String(SmartphoneKeySamples.keyAdded(), UTF_8);
    String body =
        sample
            .replace("331c30f7-fa55-41ca-b775-e2106ffc2f7c", id)
            .replace("5d0a7b1c4321", "%012d".formatted(lock));
    assertThat(body)
        .contains(id)
        .isNotEqualTo(sample.replace("331c30f7-fa55-41ca-b775-e2106ffc2f7c", id));
    return "POST /hook HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        + "Authorization: Bearer an-agreed-token\r\nContent-Type: application/json\r\n"
        + "Content-Length: "
        + body.getBytes(UTF_8).length
        + "\r\n\r\n"
        + body;
  }
}
