package dev.keyhook.spring;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhook.testkit.smartphonekey.SmartphoneKeySamples;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootVersion;

/**
 * Measures how many deliveries a second the starter receives, and how many a plain controller that
 * stores the same body in the same PostgreSQL. Prints runs, medians and spread. Not a part of the
 * build, because it needs a quiet machine:
 *
 * <pre>
 * mvn -pl sdk-spring-boot -am package -Dtest=ReceiveRace -Dsurefire.failIfNoSpecifiedTests=false
 * </pre>
 *
 * <p>On Spring Boot 4: {@code -Pspring-matrix -pl build-tests/spring/servlet-4}.
 */
class ReceiveRace {

  private static final int CONNECTIONS = 32;
  private static final int RUNS = Integer.getInteger("race.runs", 5);
  private static final Duration WARM_UP = Duration.ofSeconds(5);
  private static final Duration RUN = Duration.ofSeconds(4);
  private static final String SAMPLE_ID = "331c30f7-fa55-41ca-b775-e2106ffc2f7c";

  @Test
  void theStarterReceivesAtLeast85PercentOfWhatAPlainControllerDoes() throws Exception {
    String database = Postgres.newDatabase();
    Postgres.execute(database, PlainController.TABLE);
    String[] plainArguments = arguments(database, "--keyhook.inbox.enabled=false");
    for (int i = 0; i < plainArguments.length; i++) {
      plainArguments[i] = plainArguments[i].replace("keyhook.smartphonekey.path=", "unused.path=");
    }
    String[] ownArguments = arguments(database, "--keyhook.inbox.worker.enabled=false");
    List<String> options = List.of("-Xmx512m");
    try (ChildApplication own =
            ChildApplication.start(RecordingApplication.class, options, null, ownArguments);
        ChildApplication plain =
            ChildApplication.start(PlainController.class, options, null, plainArguments)) {
      rate(own.port(), WARM_UP);
      rate(plain.port(), WARM_UP);
      List<Long> ours = new ArrayList<>();
      List<Long> theirs = new ArrayList<>();
      for (int i = 0; i < RUNS; i++) {
        ours.add(rate(own.port(), RUN));
        theirs.add(rate(plain.port(), RUN));
      }
      print("starter", ours);
      print("plain controller", theirs);
      double ratio = (double) median(ours) / median(theirs);
      System.out.printf(
          "Spring Boot %s, JDK %s: ratio of the medians %.2f%n",
          SpringBootVersion.getVersion(), System.getProperty("java.version"), ratio);
      assertThat(ratio).isGreaterThanOrEqualTo(0.85);
    }
  }

  private static String[] arguments(String database, String inbox) {
    return RecordingApplication.arguments(
        database,
        inbox,
        "--server.tomcat.keep-alive-timeout=60s",
        "--server.tomcat.max-keep-alive-requests=-1");
  }

  private static long rate(int port, Duration duration) throws Exception {
    ExecutorService connections = Executors.newFixedThreadPool(CONNECTIONS);
    try {
      List<Callable<Long>> senders = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        senders.add(() -> send(port, duration));
      }
      long sent = 0;
      for (Future<Long> sender : connections.invokeAll(senders)) {
        sent += sender.get();
      }
      return sent * 1000 / duration.toMillis();
    } finally {
      connections.shutdown();
    }
  }

  private static long send(int port, Duration duration) throws IOException {
    String body = new String(SmartphoneKeySamples.keyAdded(), US_ASCII);
    long end = System.nanoTime() + duration.toNanos();
    long sent = 0;
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      OutputStream out = socket.getOutputStream();
      InputStream in = new BufferedInputStream(socket.getInputStream());
      while (System.nanoTime() - end < 0) {
        String event = body.replace(SAMPLE_ID, UUID.randomUUID().toString());
        String head =
            "POST /hook HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer an-agreed-token\r\n"
                + "Content-Type: application/json\r\nContent-Length: "
                + event.length()
                + "\r\n\r\n";
        out.write((head + event).getBytes(US_ASCII));
        requireStored(in);
        sent++;
      }
    }
    return sent;
  }

  /** Reads a response without a body. */
  private static void requireStored(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.length() < 4 || head.lastIndexOf("\r\n\r\n") != head.length() - 4) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("The connection was closed");
      }
      head.append((char) b);
    }
    if (!head.toString().startsWith("HTTP/1.1 204")) {
      throw new IOException("The response is " + head);
    }
  }

  private static void print(String name, List<Long> rates) {
    List<Long> sorted = rates.stream().sorted().toList();
    System.out.printf(
        "%s: %s deliveries/s, median %d, spread %d to %d%n",
        name, rates, median(rates), sorted.get(0), sorted.get(sorted.size() - 1));
  }

  private static long median(List<Long> rates) {
    return rates.stream().sorted().toList().get(rates.size() / 2);
  }
}
