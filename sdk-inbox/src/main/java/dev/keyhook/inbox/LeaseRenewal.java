package dev.keyhook.inbox;

import dev.keyhook.internal.inbox.Listening;
import dev.keyhook.routing.InboxListener;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Renews the leases of all lanes that a worker has claimed, after a third of their duration. */
final class LeaseRenewal implements AutoCloseable {

  private final Database database;
  private final LaneTable lanes;
  private final String owner;
  private final Duration lease;
  private final InboxListener listener;
  private final LongSupplier nanoTime;
  private final Set<LaneLease> held = ConcurrentHashMap.newKeySet();
  private final CountDownLatch isClosing = new CountDownLatch(1);
  private final Thread thread;

  LeaseRenewal(
      Database database,
      LaneTable lanes,
      String owner,
      Duration lease,
      InboxListener listener,
      LongSupplier nanoTime) {
    this.database = database;
    this.lanes = lanes;
    this.owner = owner;
    this.lease = lease;
    this.listener = listener;
    this.nanoTime = nanoTime;
    this.thread = Threads.daemon("keyhook-inbox-leases", this::run);
  }

  void hold(LaneLease taken) {
    held.add(taken);
  }

  void drop(LaneLease finished) {
    held.remove(finished);
  }

  private void run() {
    try {
      while (!isClosing.await(lease.toNanos() / 3, TimeUnit.NANOSECONDS)) {
        renew();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void renew() {
    long now = nanoTime.getAsLong();
    List<LaneLease> due =
        held.stream()
            .filter(lane -> lane.isWorthRenewing(now))
            .sorted(Comparator.comparing(lane -> lane.claim().lane()))
            .toList();
    if (due.isEmpty()) {
      return;
    }
    try {
      List<LaneClaim> claims = due.stream().map(LaneLease::claim).toList();
      boolean[] renewed =
          database.leases().transact(link -> lanes.renew(link, claims, owner, lease));
      for (int i = 0; i < renewed.length; i++) {
        if (renewed[i]) {
          due.get(i).renewed(now + lease.toNanos());
        } else if (held.contains(due.get(i))) {
          due.get(i).lost();
        }
      }
    } catch (SQLException | RuntimeException | Error e) { // an error must not end the renewals
      Listening.tell(() -> listener.databaseFailed(e));
    }
  }

  @Override
  public void close() {
    isClosing.countDown();
    Threads.join(thread, lease);
  }
}
