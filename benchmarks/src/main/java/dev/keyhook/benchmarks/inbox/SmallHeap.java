package dev.keyhook.benchmarks.inbox;

import static java.util.Locale.ROOT;

import com.zaxxer.hikari.HikariDataSource;
import dev.keyhook.inbox.InboxWorker;
import dev.keyhook.inbox.JdbcInbox;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Measures a worker with a large backlog in a JVM with a small heap. */
public final class SmallHeap {

  private SmallHeap() {}

  /**
   * Prints the time to open the inbox, and the events handled per second.
   *
   * @param args the URL of PostgreSQL and the number of events
   */
  public static void main(String[] args) throws Exception {
    int events = Integer.parseInt(args[1]);
    CountDownLatch handled = new CountDownLatch(events);
    try (HikariDataSource pool = Postgres.poolOf(args[0], 8, true)) {
      long opening = System.nanoTime();
      try (JdbcInbox inbox = JdbcInbox.of(pool)) {
        long start = System.nanoTime();
        InboxWorker worker =
            InboxWorker.of(inbox)
                .threads(Backlog.WORKERS)
                .handle(Job.router().otherwise(job -> handled.countDown()).build())
                .start();
        try {
          if (!handled.await(10, TimeUnit.MINUTES)) {
            throw new IllegalStateException(handled.getCount() + " were not handled");
          }
        } finally {
          worker.close();
        }
        System.out.println(
            String.format(
                ROOT,
                "%,d events, heap of %d MB: opened in %.0f ms, %,.0f handled/s.",
                events,
                Runtime.getRuntime().maxMemory() >> 20,
                (start - opening) / 1e6,
                events * 1e9 / (System.nanoTime() - start)));
      }
    }
  }
}
