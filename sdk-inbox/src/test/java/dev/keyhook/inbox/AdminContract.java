package dev.keyhook.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.keyhook.CredentialsUnavailableException;
import dev.keyhook.inbox.InboxLane.State;
import dev.keyhook.routing.InboxListener.Backlog;
import dev.keyhook.routing.NonRetryableException;
import dev.keyhook.routing.RetryLaterException;
import dev.keyhook.store.Idempotency;
import dev.keyhook.store.InboxEntry;
import dev.keyhook.store.InboxUnavailableException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator can do, encryption and retention, in whichever database. */
abstract class AdminContract extends InboxContract {

  private final Set<String> broken = ConcurrentHashMap.newKeySet();

  /** Returns a builder of a worker whose handler fails finally for the texts in {@link #broken}. */
  private InboxWorker.Builder fragileWorker(JdbcInbox inbox) {
    return InboxWorker.of(inbox)
        .handle(
            Ring.router()
                .otherwise(
                    (ring, context) -> {
                      if (broken.contains(ring.text())) {
                        throw new NonRetryableException("broken: " + ring.text());
                      }
                      handled.add(ring, context);
                    })
                .build());
  }

  private static List<String> ids(List<InboxEvent> events) {
    return events.stream().map(event -> event.id().orElse("-")).toList();
  }

  @Test
  void showsWhatWaitsWhatWasHandledAndWhatWasGivenUp() throws Exception {
    JdbcInbox inbox = open();
    broken.add("bad");
    inbox.append(
        List.of(
            Ring.of("1", "door", "good").entry(),
            Ring.of("2", "door", "bad").entry(),
            Ring.of("3", "door", "good").entry("elsewhere"),
            Ring.unreadable("?")));
    closing(fragileWorker(inbox).start());
    handled.await(1);
    observed.await("dead 2 1");
    awaitReleased(inbox);
    InboxAdmin admin = InboxAdmin.of(inbox);

    assertThat(admin.status().sizeBytes()).isPositive();
    assertThat(admin.status().backlogs())
        .extracting(Backlog::endpoint, Backlog::events, Backlog::lanes, Backlog::deadLetters)
        .containsExactly(tuple(Ring.ENDPOINT, 0L, 0L, 2L), tuple("elsewhere", 1L, 1L, 0L));
    assertThat(admin.list(InboxFilter.all(), 10))
        .extracting(event -> event.id().orElse("-"), InboxEvent::state)
        .containsExactlyInAnyOrder(
            tuple("1", InboxEvent.State.HANDLED),
            tuple("2", InboxEvent.State.DEAD_LETTER),
            tuple("3", InboxEvent.State.WAITING),
            tuple("-", InboxEvent.State.DEAD_LETTER));

    InboxEvent dead = admin.show("2").get(0);
    assertThat(dead.error()).contains(NonRetryableException.class.getName());
    assertThat(dead.errorMessage()).isEmpty();
    assertThat(dead.attempts()).isEqualTo(1);
    assertThat(dead.subject()).contains("door");
    assertThat(dead.credential()).isEqualTo("key #1");
    assertThat(dead.headers()).isEqualTo(Map.of("content-type", List.of("text/x-ring")));
    assertThat(admin.body(dead)).hasValue(Ring.of("2", "door", "bad").body());
    assertThat(dead.toString()).doesNotContain("door");

    assertThat(admin.count(InboxFilter.all())).isEqualTo(4);
    assertThat(ids(admin.list(InboxFilter.all().endpoint("elsewhere"), 10))).containsExactly("3");
    assertThat(ids(admin.list(InboxFilter.all().endpoint(Ring.ENDPOINT).subject("door"), 10)))
        .containsExactlyInAnyOrder("1", "2");
    assertThat(admin.count(InboxFilter.all().type("ring"))).isEqualTo(3);
    assertThat(admin.count(InboxFilter.all().deadLetters())).isEqualTo(2);
    assertThat(admin.count(InboxFilter.all().since(Instant.now().plusSeconds(60)))).isZero();
    assertThat(admin.count(InboxFilter.all().until(Instant.now().plusSeconds(60)))).isEqualTo(4);
    assertThat(admin.list(InboxFilter.all(), 1)).hasSize(1);
    assertThat(admin.show("unknown")).isEmpty();
  }

  @Test
  void keepsMessagesOfErrorsOnlyIfAsked() throws Exception {
    JdbcInbox inbox = open();
    broken.add("bad");
    closing(fragileWorker(inbox).keepErrorMessages().start());
    inbox.append(List.of(Ring.of("1", "door", "bad").entry()));
    observed.await("dead 1 1");
    awaitReleased(inbox);
    assertThat(InboxAdmin.of(inbox).show("1").get(0).errorMessage()).contains("broken: bad");
  }

  @Test
  void retriesDeadLettersAtTheEndOfTheirLanes() throws Exception {
    JdbcInbox inbox = open();
    broken.add("bad");
    closing(fragileWorker(inbox).start());
    inbox.append(
        List.of(Ring.of("1", "door", "bad").entry(), Ring.of("2", "door", "good").entry()));
    handled.await(1);
    broken.clear();
    InboxAdmin admin = InboxAdmin.of(inbox);
    assertThat(admin.retry(InboxFilter.all().deadLetters())).isEqualTo(1);
    List<Handled.Call> calls = handled.await(2);
    assertThat(handled.texts()).containsExactly("good", "bad");
    assertThat(calls.get(1).context().isReplay()).isTrue();
    assertThat(calls.get(1).context().attempt()).isEqualTo(1);
    assertThat(admin.count(InboxFilter.all().deadLetters())).isZero();
    inbox.append(List.of(Ring.of("1", "door", "duplicate").entry()));
    observed.await("appended 0, duplicates 1");
  }

  @Test
  void retriesAWaitingLaneNow() throws Exception {
    JdbcInbox inbox = open();
    closing(
        InboxWorker.of(inbox)
            .handle(
                Ring.router()
                    .otherwise(
                        (ring, context) -> {
                          if (context.attempt() == 1) {
                            throw new RetryLaterException(Duration.ofDays(1));
                          }
                          handled.add(ring, context);
                        })
                    .build())
            .start());
    inbox.append(List.of(Ring.of("1", "door", "a").entry()));
    observed.await("failed 1 1");
    awaitReleased(inbox);
    InboxEvent waiting = InboxAdmin.of(inbox).show("1").get(0);
    assertThat(waiting.attempts()).isEqualTo(1);
    assertThat(waiting.error()).contains("dev.keyhook.routing.RetryLaterException");
    assertThat(InboxAdmin.of(inbox).retry(InboxFilter.all())).isEqualTo(1);
    assertThat(handled.await(1).get(0).context().attempt()).isEqualTo(2);
  }

  @Test
  void parsesAnUnreadableBodyAgainAtItsReplay() throws Exception {
    JdbcInbox inbox = open();
    byte[] body = Ring.of("1", "door", "readable by now").body();
    inbox.append(
        List.of(
            InboxEntry.unreadable(Ring.ENDPOINT, Instant.now(), Ring.delivery(body)),
            Ring.unreadable("never readable")));
    closing(worker(inbox).start());
    InboxAdmin admin = InboxAdmin.of(inbox);
    observed.await("unreadable 2");
    assertThat(admin.count(InboxFilter.all().deadLetters())).isEqualTo(2);
    assertThat(admin.retry(InboxFilter.all().deadLetters())).isEqualTo(2);
    handled.await(1);
    assertThat(handled.texts()).containsExactly("readable by now");
    observed.await("dead - 1");
    awaitReleased(inbox);
    assertThat(admin.count(InboxFilter.all().deadLetters())).isEqualTo(1);
  }

  @Test
  void retriesAndDiscardsOneOfSeveralUnreadableBodies() throws Exception {
    JdbcInbox inbox = open();
    for (String text : List.of("first", "second", "third")) {
      inbox.append(List.of(Ring.unreadable(text)));
    }
    InboxAdmin admin = InboxAdmin.of(inbox);
    List<InboxEvent> dead = admin.list(InboxFilter.all().deadLetters(), 10);
    assertThat(texts(admin, dead)).containsExactlyInAnyOrder("first", "second", "third");
    InboxEvent discarded = withText(admin, dead, "first");
    InboxEvent retried = withText(admin, dead, "third");

    assertThat(admin.list(InboxFilter.of(discarded), 10)).containsExactly(discarded);
    assertThat(admin.discard(InboxFilter.of(discarded))).isEqualTo(1);
    assertThat(admin.discard(InboxFilter.of(discarded))).isZero();
    assertThat(admin.retry(InboxFilter.of(retried))).isEqualTo(1);
    assertThat(admin.retry(InboxFilter.of(retried))).isZero();
    assertThat(texts(admin, admin.list(InboxFilter.all().deadLetters(), 10)))
        .containsExactly("second");
    closing(worker(inbox).start());
    observed.await("dead - 1");
    awaitReleased(inbox);
    List<InboxEvent> left = admin.list(InboxFilter.all().deadLetters(), 10);
    assertThat(texts(admin, left)).containsExactlyInAnyOrder("second", "third");
    assertThat(admin.purge(InboxFilter.of(withText(admin, left, "third")).deadLetters()))
        .isEqualTo(1);
    assertThat(admin.count(InboxFilter.all().deadLetters())).isEqualTo(1);
  }

  private static String text(InboxAdmin admin, InboxEvent event) {
    return new String(admin.body(event).orElseThrow(), StandardCharsets.UTF_8);
  }

  private static List<String> texts(InboxAdmin admin, List<InboxEvent> events) {
    return events.stream().map(event -> text(admin, event)).toList();
  }

  private static InboxEvent withText(InboxAdmin admin, List<InboxEvent> events, String text) {
    return events.stream()
        .filter(event -> text(admin, event).equals(text))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void choosesEventsOfALaneByItsKeyAlsoWithoutIdAndSubject() throws Exception {
    JdbcInbox inbox = open();
    inbox.append(
        List.of(
            Ring.of("", "", "nothing").entry(),
            Ring.of("", "door", "without id").entry(),
            Ring.of("2", "door", "with id").entry()));
    closing(worker(inbox).start());
    handled.await(3);
    awaitReleased(inbox);
    InboxAdmin admin = InboxAdmin.of(inbox);
    InboxEvent withId = admin.show("2").get(0);
    assertThat(admin.count(InboxFilter.all().lane(withId.lane()))).isEqualTo(2);
    assertThat(admin.replay(InboxFilter.of(withId), 100)).isEqualTo(1);
    handled.await(4);
    awaitReleased(inbox);
    InboxEvent copy = admin.show("2").get(0);
    assertThat(copy.position()).isGreaterThan(withId.position());
    assertThat(admin.replay(InboxFilter.of(copy), 100)).isEqualTo(1);
    handled.await(5);
    assertThat(handled.texts().subList(3, 5)).containsExactly("with id", "with id");
    assertThatThrownBy(() -> InboxFilter.all().lane("door"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("32 hexadecimal digits");
  }

  @Test
  void discardsDeadLetters() throws Exception {
    JdbcInbox inbox = open();
    inbox.append(List.of(Ring.unreadable("?"), Ring.of("1", "door", "waits").entry()));
    InboxAdmin admin = InboxAdmin.of(inbox);
    assertThat(admin.discard(InboxFilter.all())).isEqualTo(1);
    assertThat(admin.count(InboxFilter.all().deadLetters())).isZero();
    assertThat(admin.status().backlogs()).extracting(Backlog::events).containsExactly(1L);
  }

  @Test
  void replaysHandledEventsOnceEachMarkedAndWithAKeyOfTheirOwn() throws Exception {
    JdbcInbox inbox = open();
    Set<String> keys = new ConcurrentSkipListSet<>();
    Idempotency store = Idempotency.inMemory();
    Idempotency noting =
        (endpoint, key, work) -> {
          keys.add(endpoint + "/" + key.replaceAll("[0-9]{6,}", "TIME"));
          return store.once(endpoint, key, work);
        };
    closing(worker(inbox).idempotency(noting).start());
    inbox.append( // more than one page
        IntStream.range(0, 450)
            .mapToObj(i -> Ring.of("id" + i, "door" + i % 7, "" + i).entry())
            .toList());
    handled.await(450);
    awaitReleased(inbox);
    InboxAdmin admin = InboxAdmin.of(inbox);
    assertThat(admin.replay(InboxFilter.all().subject("door0"), 10_000)).isEqualTo(65);
    handled.await(515);
    assertThat(admin.replay(InboxFilter.all(), 10_000)).isEqualTo(450);
    List<Handled.Call> calls = handled.await(965);
    assertThat(calls.subList(450, 965)).allMatch(call -> call.context().isReplay());
    assertThat(handled.textsOf("door3").subList(0, 64))
        .isEqualTo(handled.textsOf("door3").subList(64, 128));
    assertThat(admin.replay(InboxFilter.all().id("id3"), 10)).isEqualTo(1);
    handled.await(966);
    assertThat(keys).contains("bells/id3", "bells/id3\0replay TIME");
  }

  @Test
  void parksALaneUntilItIsResumed() throws Exception {
    JdbcInbox inbox = open();
    InboxAdmin admin = InboxAdmin.of(inbox);
    admin.parkLane(Ring.ENDPOINT, "door");
    inbox.append(
        List.of(Ring.of("1", "door", "parked").entry(), Ring.of("2", "other", "free").entry()));
    closing(worker(inbox).start());
    handled.await(1);
    assertThat(handled.texts()).containsExactly("free");
    assertThat(admin.show("1").get(0).state()).isEqualTo(InboxEvent.State.PARKED);
    assertThat(admin.status().backlogs()).extracting(Backlog::parkedLanes).containsExactly(1L);
    assertThat(admin.resumeLane(Ring.ENDPOINT, "door")).isTrue();
    assertThat(admin.resumeLane(Ring.ENDPOINT, "door")).isFalse();
    handled.await(2);
  }

  @Test
  void showsForWhatEachLaneWaits() throws Exception {
    JdbcInbox inbox = open();
    InboxAdmin admin = InboxAdmin.of(inbox);
    CountDownLatch runs = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    closing(
        InboxWorker.of(inbox)
            .handle(
                Ring.router()
                    .otherwise(
                        (ring, context) -> {
                          if (ring.text().equals("later")) {
                            throw new RetryLaterException(Duration.ofDays(1));
                          }
                          runs.countDown();
                          assertThat(mayEnd.await(30, TimeUnit.SECONDS)).isTrue();
                        })
                    .build())
            .start());
    admin.parkLane(Ring.ENDPOINT, "gate");
    inbox.append(List.of(Ring.of("1", "door", "later").entry()));
    observed.await("failed 1 1");
    awaitReleased(inbox);
    inbox.append(List.of(Ring.of("2", "window", "slow").entry()));
    assertThat(runs.await(30, TimeUnit.SECONDS)).isTrue();
    inbox.append(
        List.of(
            Ring.of("3", "gate", "").entry(),
            Ring.of("4", "gate", "").entry(),
            Ring.of("5", "door", "").entry("elsewhere")));

    List<InboxLane> lanes = admin.lanes(10);

    assertThat(lanes)
        .extracting(InboxLane::endpoint, lane -> lane.subject().orElse("-"), InboxLane::state)
        .containsExactlyInAnyOrder(
            tuple(Ring.ENDPOINT, "door", State.BACKING_OFF),
            tuple(Ring.ENDPOINT, "window", State.RUNNING),
            tuple(Ring.ENDPOINT, "gate", State.PARKED),
            tuple("elsewhere", "door", State.DUE));
    assertThat(lanes).extracting(InboxLane::oldest).isSortedAccordingTo(Comparator.reverseOrder());
    for (InboxLane lane : lanes) {
      boolean isBackingOff = lane.state() == State.BACKING_OFF;
      assertThat(lane.events()).isEqualTo(lane.state() == State.PARKED ? 2 : 1);
      assertThat(lane.attempts()).isEqualTo(isBackingOff ? 1 : 0);
      assertThat(lane.error().isPresent()).isEqualTo(isBackingOff);
      assertThat(lane.retryIn().toHours()).isEqualTo(isBackingOff ? 23 : 0);
      assertThat(lane.toString()).doesNotContain(lane.subject().orElse("-"));
    }
    assertThat(admin.lanes(1)).hasSize(1);
    assertThatThrownBy(() -> admin.lanes(0)).isInstanceOf(IllegalArgumentException.class);
    mayEnd.countDown();
  }

  @Test
  void doesNotHandleAnEventTwiceWhoseLaneIsParkedAndResumedMeanwhile() throws Exception {
    JdbcInbox inbox = open();
    CountDownLatch runs = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    closing(
        InboxWorker.of(inbox)
            .handle(
                Ring.router()
                    .otherwise(
                        (ring, context) -> {
                          if (ring.text().equals("slow")) {
                            runs.countDown();
                            assertThat(mayEnd.await(30, TimeUnit.SECONDS)).isTrue();
                          }
                          handled.add(ring, context);
                        })
                    .build())
            .start());
    inbox.append(List.of(Ring.of("1", "door", "slow").entry()));
    assertThat(runs.await(30, TimeUnit.SECONDS)).isTrue();
    InboxAdmin admin = InboxAdmin.of(inbox);
    admin.parkLane(Ring.ENDPOINT, "door");
    inbox.append(List.of(Ring.of("2", "door", "behind").entry()));
    assertThat(admin.status().backlogs()).extracting(Backlog::lanes).containsExactly(1L);
    assertThat(admin.resumeLane(Ring.ENDPOINT, "door")).isTrue();
    inbox.append(List.of(Ring.of("3", "other", "free").entry()));
    handled.await(1); // lanes were claimed since
    mayEnd.countDown();
    handled.await(calls -> calls.stream().anyMatch(call -> call.ring().text().equals("behind")));
    assertThat(handled.texts()).containsExactly("free", "slow", "behind");
  }

  @Test
  void discardsTheFirstEventOfAParkedLaneWhoseWorkerVanished() throws Exception {
    JdbcInbox inbox = open();
    inbox.append(
        List.of(Ring.of("1", "door", "bad").entry(), Ring.of("2", "door", "behind").entry()));
    sql(inbox, "UPDATE keyhook_lane SET owner = 'vanished', fence = 5, due = 1");
    InboxAdmin admin = InboxAdmin.of(inbox);
    admin.parkLane(Ring.ENDPOINT, "door");
    assertThat(admin.discard(InboxFilter.all().subject("door"))).isEqualTo(1);
    closing(worker(inbox).start());
    handled.await(1);
    assertThat(handled.texts()).containsExactly("behind");
  }

  @Test
  void reportsABacklogAsUnattendedAfterItsWorkerVanished() throws Exception {
    JdbcInbox inbox = open();
    inbox.append(List.of(Ring.of("1", "door", "a").entry()));
    sql(inbox, "UPDATE keyhook_lane SET owner = 'vanished', fence = 5, due = 1");
    assertThat(InboxAdmin.of(inbox).status().backlogs())
        .extracting(Backlog::isUnattended)
        .containsExactly(true);
  }

  @Test
  void parksTheRestOfALaneInsteadOfGivingUpIfStrictOrderIsWanted() throws Exception {
    JdbcInbox inbox = open();
    broken.add("bad");
    closing(fragileWorker(inbox).parkLanes().start());
    inbox.append(
        List.of(
            Ring.of("1", "door", "bad").entry(),
            Ring.of("2", "door", "behind").entry(),
            Ring.of("3", "other", "free").entry()));
    observed.await("parked 1");
    handled.await(1);
    awaitReleased(inbox);
    InboxAdmin admin = InboxAdmin.of(inbox);
    assertThat(handled.texts()).containsExactly("free");
    assertThat(admin.count(InboxFilter.all().deadLetters())).isZero();
    assertThat(admin.discard(InboxFilter.all().subject("door"))).isEqualTo(1);
    handled.await(2);
    assertThat(handled.texts()).containsExactly("free", "behind");
    assertThat(admin.show("1").get(0).state()).isEqualTo(InboxEvent.State.HANDLED);
  }

  @Test
  void exportsAndPurgesButRemembersIds() throws Exception {
    JdbcInbox inbox = open();
    closing(worker(inbox).start());
    inbox.append(
        IntStream.range(0, 250).mapToObj(i -> Ring.of("id" + i, "door", "" + i).entry()).toList());
    handled.await(250);
    awaitReleased(inbox);
    inbox.append(List.of(Ring.of("waits", "door", "").entry("elsewhere")));
    InboxAdmin admin = InboxAdmin.of(inbox);
    List<InboxEvent> exported = new ArrayList<>();
    assertThat(admin.export(InboxFilter.all().endpoint(Ring.ENDPOINT), exported::add))
        .isEqualTo(250);
    assertThat(Set.copyOf(ids(exported))).hasSize(250);
    assertThat(admin.purge(InboxFilter.all())).isEqualTo(250);
    assertThat(admin.count(InboxFilter.all())).isEqualTo(1);
    inbox.append(List.of(Ring.of("id7", "door", "again").entry()));
    assertThat(admin.count(InboxFilter.all())).isEqualTo(1);
  }

  // ---- Retention

  @Test
  void deletesWhatIsOldExceptWhatIsNotHandledWithItsIds() throws Exception {
    JdbcInbox inbox = open();
    broken.add("bad");
    closing(fragileWorker(inbox).start());
    inbox.append( // more than one batch
        IntStream.range(0, 600)
            .mapToObj(i -> Ring.of("old" + i, "door" + i % 3, "" + i).entry())
            .toList());
    inbox.append(
        List.of(
            Ring.of("dead", "door0", "bad").entry(),
            Ring.of("waiting", "door", "").entry("elsewhere")));
    handled.await(600);
    observed.await("dead dead 1");
    awaitReleased(inbox);
    sql(inbox, "UPDATE keyhook_event SET received = received - 20 * 86400000");
    sql(inbox, "UPDATE keyhook_seen SET received = received - 20 * 86400000");
    inbox.append(List.of(Ring.of("new", "door9", "new").entry()));
    handled.await(601);
    awaitReleased(inbox);
    InboxAdmin.of(inbox).purgeExpired();

    assertThat(ids(InboxAdmin.of(inbox).list(InboxFilter.all(), 10)))
        .containsExactlyInAnyOrder("dead", "waiting", "new");
    assertThat(count(inbox, "keyhook_seen")).isEqualTo(3);
    assertThat(count(inbox, "keyhook_lane")).isEqualTo(3);
    inbox.append(
        List.of(
            Ring.of("dead", "door0", "again").entry(),
            Ring.of("waiting", "door", "again").entry("elsewhere")));
    assertThat(InboxAdmin.of(inbox).count(InboxFilter.all())).isEqualTo(3);
    inbox.append(List.of(Ring.of("old1", "door1", "after its id was forgotten").entry()));
    handled.await(602);
    assertThat(observed.lines()).contains("backlog elsewhere 1");
  }

  @Test
  void keepsYoungEventsAndIds() throws Exception {
    JdbcInbox inbox = open();
    closing(worker(inbox).start());
    inbox.append(List.of(Ring.of("1", "door", "a").entry()));
    handled.await(1);
    awaitReleased(inbox);
    sql(inbox, "UPDATE keyhook_event SET received = received - 13 * 86400000");
    sql(inbox, "UPDATE keyhook_seen SET received = received - 13 * 86400000");
    InboxAdmin.of(inbox).purgeExpired();
    assertThat(InboxAdmin.of(inbox).count(InboxFilter.all())).isEqualTo(1);
    assertThat(count(inbox, "keyhook_seen")).isEqualTo(1);
  }

  // ---- Encryption

  private static byte[] key(int fill) {
    byte[] key = new byte[32];
    java.util.Arrays.fill(key, (byte) fill);
    return key;
  }

  @Test
  void encryptsBodiesAndReadsThemAfterARotation() throws Exception {
    try (JdbcInbox inbox = builder().encryptBodies(BodyKeys.of("old", key(1))).open()) {
      inbox.append(List.of(Ring.of("1", "door", "very secret text").entry()));
      inbox.append(List.of(Ring.unreadable("a secret, too")));
    }
    JdbcInbox inbox =
        closing(
            builder()
                .listener(observed)
                .encryptBodies(BodyKeys.of("new", Map.of("old", key(1), "new", key(2))))
                .open());
    inbox.append(List.of(Ring.of("2", "door", "very secret text").entry()));
    InboxAdmin admin = InboxAdmin.of(inbox);
    assertThat(admin.show("1").get(0).bodyKeyId()).contains("old");
    assertThat(admin.show("2").get(0).bodyKeyId()).contains("new");
    assertThat(admin.body(admin.show("1").get(0)))
        .hasValue(Ring.of("1", "door", "very secret text").body());
    inbox
        .database()
        .query(
            link -> {
              try (var row = link.prepare("SELECT body FROM keyhook_event").executeQuery()) {
                while (row.next()) {
                  assertThat(new String(row.getBytes(1), StandardCharsets.ISO_8859_1))
                      .doesNotContain("secret");
                }
              }
              return true;
            });
    closing(worker(inbox).start());
    handled.await(2);
    assertThat(handled.texts()).containsExactly("very secret text", "very secret text");
  }

  @Test
  void pausesWithoutSpendingAnAttemptWhileAKeyIsMissing() throws Exception {
    try (JdbcInbox inbox = builder().encryptBodies(BodyKeys.of("old", key(1))).open()) {
      inbox.append(List.of(Ring.of("1", "door", "a").entry()));
    }
    JdbcInbox other = builder().listener(observed).encryptBodies(BodyKeys.of("new", key(2))).open();
    try (other) {
      InboxWorker worker = worker(other).start();
      observed.await("paused bells");
      worker.close();
      assertThat(observed.lines()).contains("postponed 1 1");
      assertThat(count(other, "keyhook_lane WHERE attempts = 0 AND tail > done")).isEqualTo(1);
    }
    JdbcInbox wrong = builder().listener(observed).encryptBodies(BodyKeys.of("old", key(3))).open();
    try (wrong) {
      assertThatThrownBy(() -> InboxAdmin.of(wrong).body(InboxAdmin.of(wrong).show("1").get(0)))
          .isInstanceOf(CredentialsUnavailableException.class);
    }
    JdbcInbox right = closing(builder().encryptBodies(BodyKeys.of("old", key(1))).open());
    closing(worker(right).start());
    assertThat(handled.await(1).get(0).context().attempt()).isEqualTo(1);
  }

  @Test
  void refusesDeliveriesWhileTheCurrentKeyIsMissing() {
    BodyKeys missing =
        new BodyKeys() {
          @Override
          public String currentId() {
            return "vault";
          }

          @Override
          public SecretKey key(String id) {
            throw new CredentialsUnavailableException("The vault is sealed", null);
          }
        };
    JdbcInbox inbox = closing(builder().listener(observed).encryptBodies(missing).open());
    assertThatThrownBy(() -> inbox.append(List.of(Ring.of("1", "door", "a").entry())))
        .isInstanceOf(InboxUnavailableException.class);
    assertThat(observed.lines()).contains("append failed");
  }

  @Test
  void readsKeyFilesOfExactly32Bytes(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("2026-q4");
    Files.write(file, key(7));
    assertThat(BodyKeys.ofFile(file).currentId()).isEqualTo("2026-q4");
    Files.write(file, new byte[33]);
    assertThatThrownBy(() -> BodyKeys.ofFile(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("exactly 32 bytes, but has 33");
    assertThatThrownBy(() -> BodyKeys.ofFile(folder.resolve("missing")))
        .isInstanceOf(CredentialsUnavailableException.class);
  }

  // ---- Content

  @Test
  void keepsTheContractOfInboxes() throws Exception {
    dev.keyhook.testkit.InboxContract.check(() -> builder().open(), this::bodies);
  }

  /** Returns the bodies of an endpoint, those of a lane in its order. */
  private List<byte[]> bodies(String endpoint) {
    try (JdbcInbox inbox = builder().open()) {
      InboxAdmin admin = InboxAdmin.of(inbox);
      return admin.list(InboxFilter.all().endpoint(endpoint), 10_000).stream()
          .sorted(Comparator.comparing(InboxEvent::lane).thenComparing(InboxEvent::position))
          .map(event -> admin.body(event).orElseThrow())
          .toList();
    }
  }

  @Test
  void storesIdsAndSubjectsOfAnyLengthAndContentAndLargeBodies() throws Exception {
    JdbcInbox inbox = open();
    closing(worker(inbox).start());
    List<String> texts =
        List.of("\0", "a\0b", "\uD800", "\uDC00x", "'); DROP TABLE x; --", "ü".repeat(50_000));
    for (String text : texts) {
      Ring ring = new Ring("id" + text, "ring", "door" + text, "", "x");
      inbox.append(List.of(ring.entry(), ring.entry()));
    }
    inbox.append(List.of(Ring.of("large", "door", "x".repeat(1 << 20)).entry()));
    handled.await(texts.size() + 1);
    for (String text : texts) {
      assertThat(InboxAdmin.of(inbox).show("id" + text)).hasSize(1);
    }
    assertThat(InboxAdmin.of(inbox).show("id\uD801")).isEmpty();
    assertThat(handled.texts()).contains("x".repeat(1 << 20));
  }

  @Test
  void handlesManyLargeBodiesInOneLane() throws Exception {
    JdbcInbox inbox = open();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 24; i++) { // more than a worker reads at once
      inbox.append(List.of(Ring.of("id" + i, "door", i + "x".repeat(1 << 20)).entry()));
      expected.add(String.valueOf(i));
    }
    IntStream.range(0, 20)
        .forEach(i -> inbox.append(List.of(Ring.of("small" + i, "small" + i, "s").entry())));
    closing(worker(inbox).start());
    handled.await(44);
    assertThat(handled.textsOf("door").stream().map(text -> text.replace("x", "")).toList())
        .isEqualTo(expected);
  }

  @Test
  void pausesAnEndpointWhoseEventsThisVersionCannotReadAnyMore() throws Exception {
    JdbcInbox inbox = open();
    inbox.append(List.of(Ring.of("1", "door", "a").entry()));
    sql(inbox, "UPDATE keyhook_event SET body = " + blob("only one line"));
    InboxWorker worker = worker(inbox).start();
    observed.await("paused bells");
    worker.close();
    assertThat(observed.lines()).contains("postponed 1 1");
    assertThat(InboxAdmin.of(inbox).show("1").get(0).attempts()).isZero();
    sql(inbox, "UPDATE keyhook_event SET body = " + blob("1\nring\ndoor\n\na"));
    closing(worker(inbox).start());
    assertThat(handled.await(1).get(0).context().attempt()).isEqualTo(1);
  }

  /** Returns the literal of bytes in this database. */
  abstract String blob(String text);
}
