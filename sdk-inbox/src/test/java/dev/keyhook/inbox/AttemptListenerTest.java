package dev.keyhook.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhook.Deviation;
import dev.keyhook.Event;
import dev.keyhook.EventParser;
import dev.keyhook.RawJson;
import dev.keyhook.VerifiedDelivery;
import dev.keyhook.routing.EventRouter;
import dev.keyhook.store.Idempotency;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each attempt that a listener is told of ends with exactly one further call. */
class AttemptListenerTest {

  @TempDir Path folder;

  private final Observed observed = new Observed();
  private final Handled handled = new Handled();
  private final List<InboxWorker> workers = new ArrayList<>();
  private JdbcInbox inbox;

  @BeforeEach
  void open() {
    inbox = JdbcInbox.builder(folder.resolve("keyhook.db")).listener(observed).open();
  }

  @AfterEach
  void close() {
    workers.forEach(InboxWorker::close);
    inbox.close();
    observed.assertThatEachAttemptEndedOnce();
  }

  private InboxWorker.Builder worker() {
    return InboxWorker.of(inbox).handle(Ring.router().otherwise(handled::add).build());
  }

  @Test
  void reportsAPostponedAttemptWhileAnotherProcessHandlesTheEvent() throws Exception {
    AtomicBoolean isBusy = new AtomicBoolean(true);
    Idempotency elsewhere = Idempotency.inMemory();
    Idempotency store =
        (endpoint, key, work) ->
            isBusy.getAndSet(false)
                ? Idempotency.Result.IN_PROGRESS
                : elsewhere.once(endpoint, key, work);
    inbox.append(List.of(Ring.of("1", "door", "a").entry()));
    workers.add(worker().idempotency(store).start());
    observed.await("postponed 1 1");
    InboxContract.passRetries(inbox);
    assertThat(handled.await(1).get(0).context().attempt()).isEqualTo(1);
    observed.await("succeeded 1 1");
  }

  @Test
  void reportsAFailedAttemptIfTheParserThrowsAnError() throws Exception {
    AtomicBoolean isBroken = new AtomicBoolean(true);
    EventRouter<Ring> router =
        EventRouter.builder(
                Ring.ENDPOINT,
                new EventParser<Ring>() {
                  @Override
                  public Ring parse(VerifiedDelivery delivery) {
                    if (isBroken.get()) {
                      throw new NoClassDefFoundError("a missing library");
                    }
                    return Ring.parse(delivery.body());
                  }

                  @Override
                  public Ring parseUnverified(byte[] body) {
                    return Ring.parse(body);
                  }
                },
                Map.of("ring", Ring.Data.class))
            .otherwise(handled::add)
            .build();
    inbox.append(List.of(Ring.of("1", "door", "a").entry()));
    workers.add(InboxWorker.of(inbox).handle(router).start());
    observed.await("failed 1 1");
    isBroken.set(false);
    InboxContract.passRetries(inbox);
    assertThat(handled.await(1).get(0).context().attempt()).isEqualTo(2);
  }

  @Test
  void reportsADeadLetterIfTheWorkersOfTheEventVanished() throws Exception {
    inbox.append(List.of(Ring.of("1", "door", "deadly").entry()));
    InboxContract.sql(inbox, "UPDATE keyhook_lane SET owner = 'vanished', attempts = 2, due = 0");
    workers.add(worker().maxAttempts(3).start());
    observed.await("dead 1 4");
    assertThat(observed.lines()).contains("started 1 4");
  }

  @Test
  void reportsDeviationsOfAnEventBeforeItsHandlerRuns() throws Exception {
    EventRouter<Deviating> router =
        EventRouter.builder(Ring.ENDPOINT, Deviating.PARSER, Map.of("ring", Ring.Data.class))
            .otherwise(
                (event, context) -> {
                  assertThat(observed.lines()).contains("deviated 1 1 [UNKNOWN_FIELD at /color]");
                  handled.add(event.ring(), context);
                })
            .build();
    workers.add(InboxWorker.of(inbox).handle(router).start());
    inbox.append(List.of(Ring.of("1", "door", "deviates").entry()));
    inbox.append(List.of(Ring.of("2", "door", "fits").entry()));
    handled.await(2);
    assertThat(observed.lines())
        .filteredOn(line -> line.startsWith("deviated"))
        .containsExactly("deviated 1 1 [UNKNOWN_FIELD at /color]");
  }

  /** A ring that may have a field which is not in its schema. */
  private record Deviating(Ring ring) implements Event<Ring.Data> {

    static final EventParser<Deviating> PARSER =
        new EventParser<>() {
          @Override
          public Deviating parse(VerifiedDelivery delivery) {
            return new Deviating(Ring.parse(delivery.body()));
          }

          @Override
          public Deviating parseUnverified(byte[] body) {
            return new Deviating(Ring.parse(body));
          }
        };

    @Override
    public List<Deviation> deviations() {
      return ring.text().equals("deviates")
          ? List.of(Deviation.of(Deviation.Kind.UNKNOWN_FIELD, "/color"))
          : List.of();
    }

    @Override
    public String id() {
      return ring.id();
    }

    @Override
    public String type() {
      return ring.type();
    }

    @Override
    public Instant time() {
      return ring.time();
    }

    @Override
    public Optional<String> subject() {
      return ring.subject();
    }

    @Override
    public OptionalLong sequence() {
      return ring.sequence();
    }

    @Override
    public Ring.Data data() {
      return ring.data();
    }

    @Override
    public boolean isRecognized() {
      return ring.isRecognized();
    }

    @Override
    public RawJson raw() {
      return ring.raw();
    }
  }
}
