package dev.keyhook.cli.send;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Makes the deliveries of a run in the order in which they are sent, faults included. The same
 * random source gives the same faults. Not safe for use by several threads.
 */
final class EventSource {

  /** The deliveries of one kind of event. */
  record Kind(BodyTemplate template, Target target) {}

  private static final int LANES = 64;
  private static final int MAX_HELD_BACK = 10_000;

  private record HeldBack(long position, Job job) {}

  private final List<Kind> kinds;
  private final long count;
  private final Faults faults;
  private final RandomGenerator random;
  private final EventIds ids;
  private final boolean isExact;
  private final Queue<Job> ready = new ArrayDeque<>();
  private final PriorityQueue<HeldBack> heldBack =
      new PriorityQueue<>(Comparator.comparingLong(HeldBack::position));
  private int made;
  private long position;
  private boolean isStopped;
  private Instant second = Instant.EPOCH;
  private String time = "";

  /**
   * Creates a source.
   *
   * @param kinds sent in turn
   * @param count how many events, without duplicates and forgeries
   * @param isExact whether bodies are sent as they are, with their own ids
   */
  EventSource(
      List<Kind> kinds,
      long count,
      Faults faults,
      RandomGenerator random,
      EventIds ids,
      boolean isExact) {
    this.kinds = kinds;
    this.count = count;
    this.faults = faults;
    this.random = random;
    this.ids = ids;
    this.isExact = isExact;
  }

  /** Stops creating events; delayed ones still follow. */
  void stop() {
    isStopped = true;
  }

  /** Returns how many events there are so far. */
  int made() {
    return made;
  }

  /** Returns the next delivery; null if there are no more. */
  @Nullable Job next(Instant now) {
    while (true) {
      Job job = ready.poll();
      if (job != null) {
        position++;
        return job;
      }
      boolean isOver = isStopped || made >= count;
      HeldBack late = heldBack.peek();
      if (late != null
          && (isOver || late.position() <= position || heldBack.size() > MAX_HELD_BACK)) {
        heldBack.remove();
        ready.add(late.job());
      } else if (isOver) {
        return null;
      } else {
        make(now);
      }
    }
  }

  private void make(Instant now) {
    Kind kind = kinds.get(made % kinds.size());
    Job job = job(kind, made, now);
    made++;
    boolean isDuplicate = isChosen(faults.duplicate());
    boolean isForged = isChosen(faults.forge());
    if (isChosen(faults.late())) {
      hold(job, 20 + random.nextInt(200));
    } else if (isChosen(faults.reorder())) {
      hold(job, 1 + random.nextInt(4));
    } else {
      ready.add(job);
    }
    if (isDuplicate) {
      hold(job.again(), 1 + random.nextInt(50));
    }
    if (isForged) {
      ready.add(forged(kind, now));
    }
  }

  private Job job(Kind kind, int number, Instant now) {
    String time = time(now);
    Content content =
        Content.of(
            () -> isExact ? kind.template().exact() : body(kind, number, time), kind.target());
    Job.Fault fault = isChosen(faults.cut()) ? Job.Fault.CUT : Job.Fault.NONE;
    return new Job(number, kind.target(), fault, content);
  }

  private byte[] body(Kind kind, int number, String time) {
    boolean isSpread = count > kinds.size();
    String subject = isSpread ? subject(number) : null;
    String id = ids.of(kind.template().vendor(), number);
    return kind.template().with(id, time, subject, 1 + number / LANES);
  }

  /** Returns the subject of an event: one of a few dozen, so that there are lanes. */
  private static String subject(int number) {
    return new UUID(0x6f1c_2a90_3b7d_4c55L, 0x9e21_0000_0000_0000L | number % LANES).toString();
  }

  /** A body that was changed after it was signed, or has a wrong secret: see {@link Target}. */
  private Job forged(Kind kind, Instant now) {
    String time = time(now);
    Content content =
        Content.forged(() -> another(kind, time), () -> another(kind, time), kind.target());
    return new Job(-1, kind.target(), Job.Fault.FORGED, content);
  }

  private static byte[] another(Kind kind, String time) {
    return kind.template().with(UUID.randomUUID().toString(), time, null, 0);
  }

  private String time(Instant now) {
    Instant current = now.truncatedTo(ChronoUnit.SECONDS);
    if (!current.equals(second)) {
      second = current;
      time = current.toString();
    }
    return time;
  }

  private void hold(Job job, int distance) {
    heldBack.add(new HeldBack(position + distance, job));
  }

  private boolean isChosen(double share) {
    return share > 0 && random.nextDouble() < share;
  }
}
