package dev.keyhook.cli.send;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.keyhook.cli.Command;
import dev.keyhook.cli.ExitCode;
import dev.keyhook.cli.Json;
import dev.keyhook.cli.Program;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sends to a server whose responses a test chooses. */
class SendTest {

  record Received(String path, String authorization, JsonNode body) {
    String id() {
      return body.path(body.has("eventId") ? "eventId" : "id").asText();
    }
  }

  @TempDir private Path folder;
  private final List<Received> received = Collections.synchronizedList(new ArrayList<>());
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;

  private String serve(ToIntFunction<Received> status) throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Received request =
                new Received(
                    exchange.getRequestURI().toString(),
                    String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                    Json.mapper().readTree(body));
            received.add(request);
            int answer = status.applyAsInt(request);
            if (answer == 503) {
              exchange.getResponseHeaders().set("Retry-After", "1");
            }
            exchange.sendResponseHeaders(answer, -1);
          }
        });
    server.start();
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.stop(0);
    }
    threads.shutdownNow();
  }

  private static JsonNode json(Command command) throws Exception {
    return Json.mapper().readTree(command.out());
  }

  @Test
  void eachTypeOfAVendorIsSentOnceWithTheSecret() throws Exception {
    String base = serve(request -> 204);
    Command send = Command.run("send", "--to", base, "--all", "--token", "t0ken", "--json");
    assertThat(send.exitCode()).as(send.err()).isZero();
    assertThat(received)
        .hasSize(90)
        .allSatisfy(
            request -> {
              assertThat(request.path()).isEqualTo("/hooks/smartphonekey");
              assertThat(request.authorization()).isEqualTo("Bearer t0ken");
            });
    assertThat(received).extracting(Received::id).doesNotHaveDuplicates();
    assertThat(json(send).path("acknowledged").asInt()).isEqualTo(90);
  }

  @Test
  void aDeliveryIsDroppedAt4xx() throws Exception {
    String base = serve(request -> 400);
    Command send =
        Command.run("send", "--to", base, "--type", "KeyAdded", "--retry", "eventbridge", "--json");
    assertThat(send.exitCode()).isEqualTo(ExitCode.CHECK_FAILED);
    assertThat(received).hasSize(1);
    assertThat(json(send).path("dropped").asInt()).isEqualTo(1);
  }

  @Test
  void aDeliveryIsRetriedAfter5xxWithTheSameId() throws Exception {
    String base = serve(request -> received.size() < 4 ? 503 : 204);
    Command send =
        Command.run(
            "send",
            "--to",
            base,
            "--type",
            "KeyAdded",
            "--retry",
            "eventbridge",
            "--time-scale",
            "1000",
            "--json");
    assertThat(send.exitCode()).as(send.out()).isZero();
    assertThat(received).hasSize(4).extracting(Received::id).containsOnly(received.get(0).id());
    assertThat(json(send).path("retried").asInt()).isEqualTo(3);
  }

  @Test
  void withoutRetriesAFailedDeliveryIsDropped() throws Exception {
    String base = serve(request -> 500);
    Command send = Command.run("send", "--to", base, "--type", "KeyAdded");
    assertThat(send.exitCode()).isEqualTo(ExitCode.CHECK_FAILED);
    assertThat(received).hasSize(1);
  }

  @Test
  void theSameSeedMakesTheSameFaults() throws Exception {
    String base = serve(request -> 204);
    List<String> counts = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      JsonNode summary =
          json(
              Command.run(
                  "send",
                  "--to",
                  base,
                  "--type",
                  "KeyAdded,KeyRemoved",
                  "--count",
                  "200",
                  "--token",
                  "t",
                  "--duplicate",
                  "10%",
                  "--reorder",
                  "10",
                  "--late",
                  "5",
                  "--cut",
                  "10%",
                  "--retry",
                  "eventbridge",
                  "--time-scale",
                  "10000",
                  "--seed",
                  "42",
                  "--json"));
      counts.add(summary.path("duplicates") + " " + summary.path("cut"));
      assertThat(summary.path("duplicates").asInt()).isBetween(5, 40);
      assertThat(summary.path("cut").asInt()).isBetween(5, 40);
    }
    assertThat(counts.get(0)).isEqualTo(counts.get(1));
  }

  @Test
  void anAcceptedForgeryFailsTheCheck() throws Exception {
    String base = serve(request -> 204);
    Command send =
        Command.run(
            "send",
            "--to",
            base,
            "--type",
            "KeyAdded",
            "--count",
            "50",
            "--token",
            "t",
            "--forge",
            "50%",
            "--json");
    assertThat(send.exitCode()).isEqualTo(ExitCode.CHECK_FAILED);
    assertThat(json(send).path("forgedAccepted").asInt()).isPositive();
    assertThat(received)
        .extracting(Received::authorization)
        .contains("Bearer t")
        .hasSizeGreaterThan(50);
  }

  @Test
  void eventsOfOneSubjectHaveRisingVersions() throws Exception {
    String base = serve(request -> 204);
    Command.run("send", "--to", base, "--type", "KeyAdded", "--count", "300", "--concurrency", "1");
    Map<String, Integer> last = new HashMap<>();
    for (Received request : received) {
      JsonNode detail = request.body().path("detail");
      int version = detail.path("version").asInt();
      assertThat(version).isGreaterThan(last.getOrDefault(detail.path("aggregateId").asText(), 0));
      last.put(detail.path("aggregateId").asText(), version);
    }
    assertThat(last).hasSize(64);
  }

  @Test
  void aBodyOfOnesOwnIsSentAsItIs() throws Exception {
    String base = serve(request -> 204);
    String text = "{ \"detail-type\":\"KeyAdded\",  \"id\":\"my-own\", \"detail\":{}}";
    Path body = Files.writeString(folder.resolve("body.json"), text);
    Path log = Files.writeString(folder.resolve("log"), "smartphonekey\tmy-own\tKeyAdded\t\t1\n");
    Command send =
        Command.run(
            "send",
            "--to",
            base + "/x?env=test",
            "--body",
            body.toString(),
            "--reconcile",
            log.toString());
    assertThat(send.exitCode()).as(send.out()).isZero();
    assertThat(received.get(0).path()).isEqualTo("/x?env=test");
    assertThat(received.get(0).id()).isEqualTo("my-own");
  }

  @Test
  void anAcknowledgedEventThatIsNotInTheLogIsMissing() throws Exception {
    String base = serve(request -> 204);
    Path log = folder.resolve("handled.log");
    Command send =
        Command.run(
            "send",
            "--to",
            base,
            "--type",
            "KeyAdded",
            "--count",
            "3",
            "--reconcile",
            log.toString(),
            "--wait",
            "100ms",
            "--json");
    assertThat(send.exitCode()).isEqualTo(ExitCode.CHECK_FAILED);
    assertThat(json(send).path("missing").asInt()).isEqualTo(3);
  }

  @Test
  void anInterruptedRunPrintsTheSummarySoFar() throws Exception {
    String base = serve(request -> 204);
    try (Program send =
        Program.start(
            folder,
            "send",
            "--to",
            base,
            "--type",
            "KeyAdded",
            "--for",
            "10m",
            "--rate",
            "100/s",
            "--reconcile",
            "handled.log",
            "--json")) {
      awaitReceived(10);
      send.interrupt();
      assertThat(send.exitCode()).as(send.output()).isEqualTo(ExitCode.CHECK_FAILED);
      JsonNode summary = Json.mapper().readTree(send.output());
      assertThat(summary.path("interrupted").asBoolean()).isTrue();
      assertThat(summary.path("sent").asInt()).isBetween(10, received.size());
      assertThat(summary.path("acknowledged").asInt()).isEqualTo(summary.path("sent").asInt());
      assertThat(summary.has("missing")).isFalse();
    }
  }

  private void awaitReceived(int count) {
    long end = System.nanoTime() + 60_000_000_000L;
    while (received.size() < count) {
      assertThat(System.nanoTime() - end).as("nanoseconds past the limit").isNegative();
      Thread.onSpinWait();
    }
  }
}
