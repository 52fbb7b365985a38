package dev.keyhook.cli.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyhook.Secret;
import dev.keyhook.WebhookRequest;
import dev.keyhook.cli.Command;
import dev.keyhook.cli.ExitCode;
import dev.keyhook.cli.Json;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import dev.keyhook.inbox.InboxWorker;
import dev.keyhook.inbox.JdbcInbox;
import dev.keyhook.routing.InboxListener;
import dev.keyhook.routing.NonRetryableException;
import dev.keyhook.routing.RetryLaterException;
import dev.keyhook.webhooks.WebhookReceiver;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyWebhooks;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The commands of an inbox that change it, on both stores, with events that were delivered, handled
 * and given up: two handled ones, a dead letter, an unreadable one.
 */
class InboxCommandsTest {

  /** Where the inbox is. */
  enum Store {
    FILE,
    POSTGRESQL
  }

  private static final class Shared {
    static final EmbeddedPostgres SERVER = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.start();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static final String TOKEN = "token";
  private static final String PASSWORD = "hunter2";

  @TempDir private Path folder;
  private @Nullable Path key;
  private String db = "";

  @AfterAll
  static void stop() throws IOException {
    Shared.SERVER.close();
  }

  private void fill(Store store) throws Exception {
    db = store == Store.FILE ? folder.resolve("keyhook.db").toString() : newDatabase();
    CountDownLatch done = new CountDownLatch(3);
    InboxListener counting =
        new InboxListener() {
          @Override
          public void attemptSucceeded(Attempt attempt, Duration took) {
            done.countDown();
          }

          @Override
          public void deadLettered(Attempt attempt, Duration took, Throwable cause) {
            done.countDown();
          }
        };
    try (JdbcInbox inbox = InboxSource.of(db).open(key, counting)) {
      WebhookReceiver receiver =
          SmartphoneKeyWebhooks.receiver(SmartphoneKeyWebhooks.bearerVerifier(Secret.of(TOKEN)))
              .inbox(inbox)
              .build();
      deliver(receiver, event("first", "RtspCameraRegistered"));
      deliver(receiver, event("second", "RtspCameraRegistered"));
      deliver(receiver, event("third", "KeyAdded"));
      deliver(receiver, "{\"cut\":\"" + PASSWORD);
      InboxWorker worker =
          InboxWorker.of(inbox)
              .handle(
                  SmartphoneKeyEvents.router()
                      .on(
                          "KeyAdded",
                          event -> {
                            throw new NonRetryableException("no such lock");
                          })
                      .otherwise(event -> {})
                      .build())
              .start();
      try {
        assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
      } finally {
        worker.close();
      }
    }
  }

  private static String newDatabase() throws Exception {
    String name = "inbox" + System.nanoTime();
    try (var connection = Shared.SERVER.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    }
    return Shared.SERVER.getJdbcUrl("postgres", name);
  }

  private static String event(String id, String type) {
    return "{\"id\":\"%s\",\"detail-type\":\"%s\",\"time\":\"2026-05-04T15:00:00Z\",\"detail\":{\"data\":{\"password\":\"%s\"}}}"
        .formatted(id, type, PASSWORD);
  }

  private static void deliver(WebhookReceiver receiver, String body) {
    WebhookRequest request =
        WebhookRequest.builder("POST")
            .header("Authorization", "Bearer " + TOKEN)
            .body(body.getBytes(UTF_8))
            .build();
    assertThat(receiver.receive(request).status()).isEqualTo(204);
  }

  private Command run(String name, String... options) {
    List<String> command = new ArrayList<>(List.of("inbox", name, "--db", db));
    command.addAll(List.of(options));
    return Command.run(command.toArray(String[]::new));
  }

  private JsonNode json(String name, String... options) throws Exception {
    List<String> all = new ArrayList<>(List.of(options));
    all.add("--json");
    Command command = run(name, all.toArray(String[]::new));
    assertThat(command.exitCode()).as(command.err()).isZero();
    return Json.mapper().readTree(command.out());
  }

  /** Runs an action as a dry run and in earnest, and checks that both count the same. */
  private void assertCount(int count, String name, String... options) throws Exception {
    List<String> all = new ArrayList<>(List.of(options));
    all.add("--dry-run");
    int before = json("list").size();
    JsonNode planned = json(name, all.toArray(String[]::new));
    assertThat(planned.path("count").asInt()).isEqualTo(count);
    assertThat(planned.path("dryRun").asBoolean()).isTrue();
    assertThat(json("list")).hasSize(before);
    all.set(all.size() - 1, "--yes");
    JsonNode done = json(name, all.toArray(String[]::new));
    assertThat(done.path("count").asInt()).as(name).isEqualTo(count);
    assertThat(done.path("dryRun").asBoolean()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void nothingIsChangedWithoutConfirmation(Store store) throws Exception {
    fill(store);
    for (String name : List.of("retry", "discard", "purge")) {
      Command command = run(name);
      assertThat(command.exitCode()).isEqualTo(ExitCode.USAGE);
      assertThat(command.err()).contains("2 events to " + name, "--yes");
    }
    assertThat(run("replay").err()).contains("4 events to replay", "--yes");
    assertThat(json("list")).hasSize(4);
    assertThat(json("list", "--dead")).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void oneDeadLetterOrAllAreRetried(Store store) throws Exception {
    fill(store);
    assertCount(1, "retry", "third");
    assertThat(json("list", "--dead")).hasSize(1);
    assertCount(1, "retry");
    assertThat(json("list", "--dead")).isEmpty();
    assertThat(json("status").path("backlogs").path(0).path("events").asInt()).isEqualTo(2);
    assertCount(0, "retry");
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void anEventWithoutAnIdIsNamedByItsLaneAndPosition(Store store) throws Exception {
    fill(store);
    JsonNode dead = json("list", "--dead");
    JsonNode unreadable = dead.path(dead.path(0).path("readable").asBoolean() ? 1 : 0);
    assertThat(unreadable.path("readable").asBoolean()).isFalse();
    assertThat(unreadable.path("id").isNull()).isTrue();
    String name = unreadable.path("lane").asText() + "/" + unreadable.path("position").asText();
    assertThat(run("list", "--dead").out()).contains(" " + name + " ", " third ");
    assertThat(json("show", name)).isEqualTo(((ObjectNode) unreadable).set("fields", Json.array()));
    assertCount(1, "discard", name);
    assertThat(json("list", "--dead"))
        .extracting(each -> each.path("id").asText())
        .containsExactly("third");
    assertCount(1, "replay", name);
    assertThat(run("show", name.replaceFirst("/.*", "/99")).err()).contains("There is no event");
  }

  /** Delivers an event whose handler postpones it by a day. */
  private void addWaiting(String id) throws Exception {
    CountDownLatch failed = new CountDownLatch(1);
    InboxListener counting =
        new InboxListener() {
          @Override
          public void attemptFailed(
              Attempt attempt, Duration took, Throwable cause, Duration retryIn) {
            failed.countDown();
          }
        };
    try (JdbcInbox inbox = InboxSource.of(db).open(key, counting)) {
      WebhookReceiver receiver =
          SmartphoneKeyWebhooks.receiver(SmartphoneKeyWebhooks.bearerVerifier(Secret.of(TOKEN)))
              .inbox(inbox)
              .build();
      deliver(
          receiver,
          event(id, "KeyRemoved")
              .replace(
                  "\"detail\":{",
                  "\"detail\":{\"aggregateType\":\"lock\",\"aggregateId\":\"4321\","));
      InboxWorker worker =
          InboxWorker.of(inbox)
              .handle(
                  SmartphoneKeyEvents.router()
                      .otherwise(
                          event -> {
                            throw new RetryLaterException(Duration.ofDays(1));
                          })
                      .build())
              .start();
      try {
        assertThat(failed.await(60, TimeUnit.SECONDS)).isTrue();
      } finally {
        worker.close();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void aLaneThatWaitsIsShownAndRetriedOnlyIfItIsChosen(Store store) throws Exception {
    fill(store);
    addWaiting("fourth");
    assertThat(run("status").out())
        .contains("next attempt in 86", "1 failed attempt, " + RetryLaterException.class.getName());
    JsonNode lane = json("status").path("lanes").path(0);
    assertThat(lane.path("state").asText()).isEqualTo("BACKING_OFF");
    String subject = lane.path("subject").asText();
    assertThat(json("retry", "--dry-run").path("count").asInt()).as("dead letters").isEqualTo(2);
    assertCount(0, "retry", "fourth", "--dead");
    assertCount(1, "retry", "--lane", "smartphonekey:" + subject);
    assertCount(0, "retry", "fourth"); // it is due
    assertThat(json("status").path("lanes").path(0).path("state").asText()).isEqualTo("DUE");
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void discardedDeadLettersAreKeptLikeHandledEvents(Store store) throws Exception {
    fill(store);
    assertCount(1, "discard", "--type", "KeyAdded");
    assertCount(1, "discard");
    assertThat(json("list"))
        .extracting(each -> each.path("state").asText())
        .containsOnly("HANDLED")
        .hasSize(4);
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void handledEventsAreReplayedAndThoseThatWaitAreNot(Store store) throws Exception {
    fill(store);
    assertCount(1, "replay", "first");
    assertThat(json("list")).extracting(each -> each.path("replay").asBoolean()).contains(true);
    assertThat(json("replay", "first", "--dry-run").path("count").asInt())
        .as("the copy waits")
        .isZero();
    assertCount(2, "replay", "--type", "RtspCameraRegistered", "--rate", "1000/s");
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void handledEventsArePurgedAndDeadLettersOnlyIfAskedFor(Store store) throws Exception {
    fill(store);
    assertCount(2, "purge");
    assertThat(json("list")).hasSize(2);
    assertCount(2, "purge", "--dead");
    assertThat(json("list")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void bodiesAreExportedOnlyIfAskedForAndWithTheirKey(Store store) throws Exception {
    key = folder.resolve("key");
    Files.write(key, new byte[32]);
    fill(store);
    String file = key.toString();
    assertThat(run("export").out().lines()).hasSize(4);
    assertThat(run("export").out()).doesNotContain("\"body\"", PASSWORD);
    Command withoutKey = run("export", "--show-sensitive");
    assertThat(withoutKey.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(withoutKey.err()).contains("--encrypt-key-file");
    String first =
        run("export", "--show-sensitive", "--encrypt-key-file", file).out().lines().toList().get(0);
    assertThat(Base64.getDecoder().decode(Json.mapper().readTree(first).path("body").asText()))
        .asString(UTF_8)
        .contains(PASSWORD);
    assertThat(run("show", "first", "--encrypt-key-file", file).out())
        .contains("password")
        .doesNotContain(PASSWORD);
    assertThat(run("show", "first", "--encrypt-key-file", file, "--show-sensitive").out())
        .contains(PASSWORD);
  }
}
