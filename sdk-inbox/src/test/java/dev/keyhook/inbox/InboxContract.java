package dev.keyhook.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhook.routing.InboxListener;
import dev.keyhook.routing.NonRetryableException;
import dev.keyhook.routing.RetryLaterException;
import dev.keyhook.store.InboxEntry;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every inbox promises, in whichever database it is. */
abstract class InboxContract {

  final Handled handled = new Handled();
  final Observed observed = new Observed();
  private final List<AutoCloseable> toClose = new ArrayList<>();

  /** Returns a builder of an inbox in a database that is empty at the beginning of each test. */
  abstract JdbcInbox.Builder builder();

  <T extends AutoCloseable> T closing(T resource) {
    toClose.add(0, resource);
    return resource;
  }

  JdbcInbox open() {
    return closing(builder().listener(observed).open());
  }

  InboxWorker.Builder worker(JdbcInbox inbox) {
    return InboxWorker.of(inbox).handle(Ring.router().otherwise(handled::add).build());
  }

  static void sql(JdbcInbox inbox, String sql) throws SQLException {
    inbox
        .database()
        .administer(
            link -> {
              link.execute(sql);
              return true;
            });
  }

  /** Waits until no lane is claimed. */
  static void awaitReleased(JdbcInbox inbox) throws SQLException {
    awaitCount(inbox, "keyhook_lane WHERE owner IS NOT NULL", 0);
  }

  static void awaitCount(JdbcInbox inbox, String from, long rows) throws SQLException {
    Until.holds(rows + " rows in " + from, () -> count(inbox, from) == rows);
  }

  static long count(JdbcInbox inbox, String from) throws SQLException {
    return inbox
        .database()
        .administer(
            link -> {
              try (ResultSet row = link.prepare("SELECT count(*) FROM " + from).executeQuery()) {
                row.next();
                return row.getLong(1);
              }
            });
  }

  /** Waits until a table has at least so many rows, also while its database is down. */
  static void awaitCount(DataSource source, String table, int rows) {
    Until.holds(
        rows + " rows in " + table,
        () -> {
          try (Connection connection = source.getConnection();
              Statement statement = connection.createStatement();
              ResultSet row = statement.executeQuery("SELECT count(*) FROM " + table)) {
            row.next();
            return row.getLong(1) >= rows;
          } catch (SQLException e) {
            return false;
          }
        });
  }

  /** Lets the time of all retries pass, once no lane is claimed. */
  static void passRetries(JdbcInbox inbox) throws SQLException {
    awaitReleased(inbox);
    // A retry that was due by itself may have begun meanwhile; its lease stays.
    sql(inbox, "UPDATE keyhook_lane SET due = 0 WHERE due IS NOT NULL AND owner IS NULL");
  }

  /** Lets the time of all retries and leases pass. */
  static void passTime(JdbcInbox inbox) throws SQLException {
    sql(inbox, "UPDATE keyhook_lane SET due = 0 WHERE due IS NOT NULL");
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable resource : toClose) {
      resource.close();
    }
    observed.assertThatEachAttemptEndedOnce();
  }

  @Test
  void handlesWhatWasStoredWithItsExactBytesAndCircumstances() throws Exception {
    JdbcInbox inbox = open();
    InboxEntry entry = Ring.of("1", "door", "hällo \u0001").entry();
    inbox.append(List.of(entry));
    closing(worker(inbox).start());

    Handled.Call call = handled.await(1).get(0);
    assertThat(call.ring()).isEqualTo(Ring.of("1", "door", "hällo \u0001"));
    assertThat(call.context().endpoint()).isEqualTo(Ring.ENDPOINT);
    assertThat(call.context().attempt()).isEqualTo(1);
    assertThat(call.context().isReplay()).isFalse();
    assertThat(call.context().receivedAt().toEpochMilli())
        .isEqualTo(entry.receivedAt().toEpochMilli());
  }

  @Test
  void handlesALaneInTheOrderOfAcceptanceAndLanesInParallel() throws Exception {
    JdbcInbox inbox = open();
    CountDownLatch bothRun = new CountDownLatch(2);
    Set<String> firstOfLane = ConcurrentHashMap.newKeySet();
    closing(
        InboxWorker.of(inbox)
            .handle(
                Ring.router()
                    .otherwise(
                        (ring, context) -> {
                          if (firstOfLane.add(ring.door())) {
                            bothRun.countDown();
                            assertThat(bothRun.await(20, TimeUnit.SECONDS)).isTrue();
                          }
                          handled.add(ring, context);
                        })
                    .build())
            .start());
    for (int i = 0; i < 100; i++) {
      inbox.append(
          List.of(
              Ring.of("a" + i, "left", String.valueOf(i)).entry(),
              Ring.of("b" + i, "right", String.valueOf(i)).entry()));
    }
    handled.await(200);
    List<String> expected = IntStream.range(0, 100).mapToObj(String::valueOf).toList();
    assertThat(handled.textsOf("left")).isEqualTo(expected);
    assertThat(handled.textsOf("right")).isEqualTo(expected);
  }

  @Test
  void storesAnIdOncePerEndpoint() throws Exception {
    JdbcInbox inbox = open();
    inbox.append(List.of(Ring.of("1", "door", "first").entry()));
    inbox.append(
        List.of(
            Ring.of("1", "door", "again").entry(),
            Ring.of("1", "other", "in another lane").entry(),
            Ring.of("2", "door", "second").entry(),
            Ring.of("2", "door", "twice in one call").entry()));
    inbox.append(List.of(Ring.of("1", "door", "elsewhere").entry("hooks-eu")));
    closing(
        worker(inbox).handle("hooks-eu", Ring.router().otherwise(handled::add).build()).start());
    handled.await(3);
    inbox.append(List.of(Ring.of("1", "door", "after it was handled").entry()));
    inbox.append(List.of(Ring.of("3", "door", "last").entry()));
    handled.await(4);
    assertThat(handled.texts()).containsExactlyInAnyOrder("first", "second", "elsewhere", "last");
    observed.await("appended 1, duplicates 3");
    observed.await("appended 0, duplicates 1");
  }

  @Test
  void neverTakesEventsWithoutIdForDuplicates() throws Exception {
    JdbcInbox inbox = open();
    inbox.append(List.of(Ring.of("", "door", "same").entry(), Ring.of("", "door", "same").entry()));
    closing(worker(inbox).start());
    handled.await(2);
    assertThat(handled.texts()).containsExactly("same", "same");
  }

  @Test
  void handlesEventsWithoutSubjectInParallel() throws Exception {
    JdbcInbox inbox = open();
    CountDownLatch bothRun = new CountDownLatch(2);
    closing(
        InboxWorker.of(inbox)
            .handle(
                Ring.router()
                    .otherwise(
                        (ring, context) -> {
                          bothRun.countDown();
                          assertThat(bothRun.await(20, TimeUnit.SECONDS)).isTrue();
                          handled.add(ring, context);
                        })
                    .build())
            .start());
    inbox.append(List.of(Ring.of("1", "", "a").entry(), Ring.of("2", "", "b").entry()));
    handled.await(2);
  }

  @Test
  void storesDeliveriesOfManyThreadsEachOnce() throws Exception {
    JdbcInbox inbox = open();
    closing(worker(inbox).start());
    ExecutorService threads = Executors.newFixedThreadPool(16);
    closing(threads::shutdownNow);
    AtomicInteger next = new AtomicInteger();
    for (int t = 0; t < 16; t++) {
      threads.execute(
          () -> {
            for (int i = next.getAndIncrement(); i < 2000; i = next.getAndIncrement()) {
              inbox.append(List.of(Ring.of("id" + i / 2, "door" + i % 20 / 2, "" + i / 2).entry()));
            }
          });
    }
    threads.shutdown();
    assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    handled.await(1000);
    assertThat(handled.texts()).doesNotHaveDuplicates().hasSize(1000);
  }

  // ---- Failures

  @Test
  void retriesAFailedEventBeforeTheRestOfItsLaneWhileOtherLanesGoOn() throws Exception {
    JdbcInbox inbox = open();
    AtomicBoolean isBroken = new AtomicBoolean(true);
    closing(
        InboxWorker.of(inbox)
            .handle(
                Ring.router()
                    .otherwise(
                        (ring, context) -> {
                          if (ring.text().equals("stuck") && isBroken.get()) {
                            throw new IllegalStateException("not yet");
                          }
                          handled.add(ring, context);
                        })
                    .build())
            .start());
    inbox.append(
        List.of(
            Ring.of("1", "door", "stuck").entry(),
            Ring.of("2", "door", "behind").entry(),
            Ring.of("3", "other", "free").entry()));
    handled.await(1);
    observed.await("failed 1 1");
    assertThat(handled.texts()).containsExactly("free");
    passRetries(inbox);
    observed.await("failed 1 2");
    isBroken.set(false);
    passRetries(inbox);
    List<Handled.Call> calls = handled.await(3);
    assertThat(handled.texts()).containsExactly("free", "stuck", "behind");
    assertThat(calls.get(1).context().attempt()).isEqualTo(3);
    assertThat(calls.get(2).context().attempt()).isEqualTo(1);
  }

  @Test
  void givesUpAfterTheLastAttemptAndGoesOnWithTheLane() throws Exception {
    JdbcInbox inbox = open();
    closing(
        InboxWorker.of(inbox)
            .handle(
                Ring.router()
                    .otherwise(
                        (ring, context) -> {
                          if (ring.text().equals("bad")) {
                            throw new java.io.IOException("with personal data");
                          }
                          handled.add(ring, context);
                        })
                    .build())
            .maxAttempts(2)
            .start());
    inbox.append(
        List.of(Ring.of("1", "door", "bad").entry(), Ring.of("2", "door", "good").entry()));
    observed.await("failed 1 1");
    passRetries(inbox);
    handled.await(1);
    assertThat(handled.texts()).containsExactly("good");
    assertThat(observed.lines()).contains("dead 1 2");
  }

  @Test
  void givesUpAtOnceWhereTheHandlerKnowsThatRetriesAreUseless() throws Exception {
    JdbcInbox inbox = open();
    closing(
        InboxWorker.of(inbox)
            .handle(
                Ring.router()
                    .otherwise(
                        (ring, context) -> {
                          switch (ring.text()) {
                            case "useless" -> throw new NonRetryableException("no");
                            case "incomplete" -> {
                              java.time.Instant ignored = ring.time();
                            }
                            default -> handled.add(ring, context);
                          }
                        })
                    .build())
            .start());
    inbox.append(
        List.of(
            Ring.of("1", "door", "useless").entry(),
            Ring.of("2", "door", "incomplete").entry(),
            Ring.of("3", "door", "good").entry()));
    handled.await(1);
    assertThat(handled.texts()).containsExactly("good");
    assertThat(observed.lines()).contains("dead 1 1", "dead 2 1");
  }

  @Test
  void waitsAsLongAsTheHandlerSays() throws Exception {
    JdbcInbox inbox = open();
    closing(
        InboxWorker.of(inbox)
            .handle(
                Ring.router()
                    .otherwise(
                        (ring, context) -> {
                          throw new RetryLaterException(Duration.ofMinutes(7));
                        })
                    .build())
            .start());
    inbox.append(List.of(Ring.of("1", "door", "later").entry()));
    observed.await("failed 1 1");
    assertThat(observed.delays()).containsExactly(Duration.ofMinutes(7));
  }

  @Test
  void postponesAnEventByAYearAtMost() throws Exception {
    JdbcInbox inbox = open();
    closing(
        InboxWorker.of(inbox)
            .handle(
                Ring.router()
                    .otherwise(
                        (ring, context) -> {
                          throw new RetryLaterException(ChronoUnit.FOREVER.getDuration());
                        })
                    .build())
            .start());
    inbox.append(List.of(Ring.of("1", "door", "later").entry()));
    observed.await("failed 1 1");
    assertThat(observed.delays()).containsExactly(Duration.ofDays(365));
    awaitReleased(inbox);
    assertThat(observed.lines()).doesNotContain("database failed");
  }

  @Test
  void keepsALaneWhoseProgressWasOvertakenByATransaction() throws Exception {
    JdbcInbox inbox = open();
    inbox.append(List.of(Ring.of("1", "door", "a").entry(), Ring.of("2", "door", "b").entry()));
    LaneTable lanes = new LaneTable(inbox.database(), true);
    boolean[] isHeld =
        inbox
            .database()
            .claims()
            .transact(
                link -> {
                  LaneClaim claim =
                      lanes
                          .claim(
                              link,
                              Ring.ENDPOINT,
                              "me",
                              Duration.ofMinutes(1),
                              new ClaimLimits(1, 1))
                          .get(0)
                          .claim();
                  lanes.report(link, List.of(LaneResult.progress(claim, 2, 20, 7L)), "me");
                  return lanes.report(link, List.of(LaneResult.progress(claim, 1, 10, 5L)), "me");
                });
    assertThat(isHeld).containsExactly(true);
    assertThat(count(inbox, "keyhook_lane WHERE done = 2 AND since = 20 AND sequence = 7"))
        .isEqualTo(1);
  }

  @Test
  void worksWithAListenerThatThrowsErrors() throws Exception {
    InboxListener broken =
        new InboxListener() {
          @Override
          public void appended(String endpoint, int stored, int duplicates) {
            throw new NoClassDefFoundError("a missing library");
          }

          @Override
          public void appendFailed(int entries, Throwable cause) {
            throw new NoClassDefFoundError("a missing library");
          }

          @Override
          public void attemptStarted(Attempt attempt) {
            throw new NoClassDefFoundError("a missing library");
          }
        };
    JdbcInbox inbox = closing(builder().listener(broken).open());
    closing(worker(inbox).start());
    inbox.append(List.of(Ring.of("1", "door", "a").entry()));
    inbox.append(List.of(Ring.of("2", "door", "b").entry()));
    handled.await(2);
    assertThat(handled.texts()).containsExactly("a", "b");
  }

  @Test
  void tellsAHandlerThatANewerEventOfTheSubjectWasHandled() throws Exception {
    JdbcInbox inbox = open();
    closing(worker(inbox).start());
    inbox.append(
        List.of(
            Ring.of("1", "door", "first").numbered(10).entry(),
            Ring.of("2", "door", "newer").numbered(12).entry(),
            Ring.of("3", "door", "late").numbered(11).entry()));
    handled.await(3);
    inbox.append(List.of(Ring.of("4", "door", "later still").numbered(9).entry()));
    inbox.append(List.of(Ring.of("5", "other", "elsewhere").numbered(1).entry()));
    handled.await(5);
    Map<String, Boolean> stale = new ConcurrentHashMap<>();
    handled.calls().forEach(call -> stale.put(call.ring().text(), call.context().isStale()));
    assertThat(stale)
        .isEqualTo(
            Map.of(
                "first", false,
                "newer", false,
                "late", true,
                "later still", true,
                "elsewhere", false));
  }

  @Test
  void continuesAfterAReopenWhereItStopped() throws Exception {
    JdbcInbox first = builder().listener(observed).open();
    try (first) {
      first.append(List.of(Ring.of("1", "door", "before").entry()));
      InboxWorker worker = worker(first).start();
      handled.await(1);
      worker.close();
      first.append(List.of(Ring.of("2", "door", "after").entry()));
    }
    JdbcInbox second = open();
    second.append(List.of(Ring.of("1", "door", "duplicate").entry()));
    closing(worker(second).start());
    handled.await(2);
    second.append(List.of(Ring.of("3", "door", "last").entry()));
    handled.await(3);
    assertThat(handled.texts()).containsExactly("before", "after", "last");
  }

  // ---- Workers that end

  @Test
  void closingReleasesLanesThatNoThreadHasBegunWith() throws Exception {
    JdbcInbox inbox = open();
    inbox.append(List.of(Ring.of("1", "door", "a").entry(), Ring.of("2", "other", "b").entry()));
    CountDownLatch runs = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    InboxWorker first =
        InboxWorker.of(inbox)
            .handle(
                Ring.router()
                    .otherwise(
                        (ring, context) -> {
                          runs.countDown();
                          never.await();
                        })
                    .build())
            .threads(1)
            .closeTimeout(Duration.ofMillis(1))
            .start();
    assertThat(runs.await(30, TimeUnit.SECONDS)).isTrue();
    awaitCount(inbox, "keyhook_lane WHERE owner IS NOT NULL", 2);
    first.close();
    assertThat(count(inbox, "keyhook_lane WHERE owner IS NOT NULL")).isZero();
    closing(worker(inbox).start());
    assertThat(handled.await(2)).extracting(call -> call.context().attempt()).containsOnly(1);
  }

  @Test
  void pausesAnEndpointWhoseLanesAreRejectedByTheExecutor() throws Exception {
    JdbcInbox inbox = open();
    closing(
        worker(inbox)
            .executor(
                run -> {
                  throw new RejectedExecutionException("shut down");
                })
            .start());
    inbox.append(List.of(Ring.of("1", "door", "a").entry()));
    observed.await("paused " + Ring.ENDPOINT);
    awaitReleased(inbox);
    closing(worker(inbox).start());
    assertThat(handled.await(1).get(0).context().attempt()).isEqualTo(1);
  }

  @Test
  void closingWaitsForTheRunningHandlerAndLeavesTheRestToOthersAtOnce() throws Exception {
    JdbcInbox inbox = open();
    CountDownLatch runs = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    InboxWorker first =
        InboxWorker.of(inbox)
            .handle(
                Ring.router()
                    .otherwise(
                        (ring, context) -> {
                          runs.countDown();
                          assertThat(mayEnd.await(30, TimeUnit.SECONDS)).isTrue();
                          handled.add(ring, context);
                        })
                    .build())
            .start();
    inbox.append(List.of(Ring.of("1", "door", "a").entry(), Ring.of("2", "door", "b").entry()));
    assertThat(runs.await(30, TimeUnit.SECONDS)).isTrue();
    Thread closer = new Thread(first::close);
    closer.start();
    Until.holds(
        "close() waits for the handler",
        () -> closer.getState() != Thread.State.RUNNABLE && closer.getState() != Thread.State.NEW);
    mayEnd.countDown();
    closer.join();
    assertThat(handled.texts()).containsExactly("a");
    assertThat(count(inbox, "keyhook_lane WHERE owner IS NULL AND done = 1")).isEqualTo(1);
    closing(worker(inbox).start());
    assertThat(handled.await(2).get(1).context().attempt()).isEqualTo(1);
    assertThat(handled.texts()).containsExactly("a", "b");
  }

  @Test
  void closingInterruptsAHandlerThatTakesTooLongWithoutSpendingAnAttempt() throws Exception {
    JdbcInbox inbox = open();
    CountDownLatch runs = new CountDownLatch(1);
    InboxWorker first =
        InboxWorker.of(inbox)
            .closeTimeout(Duration.ofMillis(100))
            .handle(
                Ring.router()
                    .otherwise(
                        (ring, context) -> {
                          runs.countDown();
                          new CountDownLatch(1).await();
                        })
                    .build())
            .start();
    inbox.append(List.of(Ring.of("1", "door", "a").entry()));
    assertThat(runs.await(30, TimeUnit.SECONDS)).isTrue();
    first.close();
    assertThat(observed.lines()).contains("postponed 1 1");
    closing(worker(inbox).start());
    assertThat(handled.await(1).get(0).context().attempt()).isEqualTo(1);
  }

  @Test
  void givesUpAnEventThatEndsItsProcessEachTime() throws Exception {
    JdbcInbox inbox = open();
    inbox.append(
        List.of(Ring.of("1", "door", "deadly").entry(), Ring.of("2", "door", "good").entry()));
    sql(inbox, "UPDATE keyhook_lane SET owner = 'vanished', attempts = 2");
    passTime(inbox);
    closing(worker(inbox).maxAttempts(3).start());
    handled.await(1);
    assertThat(handled.texts()).containsExactly("good");
    assertThat(count(inbox, "keyhook_dead WHERE error LIKE '%WorkerVanishedException'"))
        .isEqualTo(1);
  }

  @Test
  void leavesEventsOfOtherEndpointsAlone() throws Exception {
    JdbcInbox inbox = open();
    closing(worker(inbox).start());
    inbox.append(
        List.of(
            Ring.of("1", "door", "elsewhere").entry("elsewhere"),
            Ring.of("2", "door", "here").entry()));
    handled.await(1);
    assertThat(handled.texts()).containsExactly("here");
    assertThat(count(inbox, "keyhook_lane WHERE endpoint = 'elsewhere' AND tail > done"))
        .isEqualTo(1);
  }
}
