package dev.keyhook.spring;

import dev.keyhook.inbox.InboxAdmin;
import dev.keyhook.routing.InboxListener.Backlog;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends deliveries to the application under test and waits until they are handled. Get it with
 * {@link AutoConfigureKeyhookTest}.
 *
 * <p>Safe for use by any number of threads.
 */
public final class KeyhookTest {

  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);
  private static final long POLL_NANOS = Duration.ofMillis(5).toNanos();

  private final EndpointSender smartphoneKey;
  private final EndpointSender schlageHome;
  private final Supplier<@Nullable InboxAdmin> admin;

  KeyhookTest(
      EndpointSender smartphoneKey,
      EndpointSender schlageHome,
      Supplier<@Nullable InboxAdmin> admin) {
    this.smartphoneKey = smartphoneKey;
    this.schlageHome = schlageHome;
    this.admin = admin;
  }

  /** Returns the sender for the endpoint of SmartphoneKey. */
  public EndpointSender smartphoneKey() {
    return smartphoneKey;
  }

  /** Returns the sender for the endpoint of Schlage Home. */
  public EndpointSender schlageHome() {
    return schlageHome;
  }

  /**
   * Waits up to 30 seconds until no event waits in the inbox; returns at once if there is none.
   *
   * @throws AssertionError if events still wait
   */
  public void awaitHandled() {
    awaitHandled(DEFAULT_TIMEOUT);
  }

  /**
   * Waits until no event waits in the inbox; returns at once if there is none. Events that failed
   * wait for their next attempt; dead letters do not wait.
   *
   * @throws AssertionError if events still wait after the timeout
   */
  public void awaitHandled(Duration timeout) {
    InboxAdmin inbox = admin.get();
    if (inbox == null) {
      return;
    }
    long start = System.nanoTime();
    List<Backlog> waiting = waiting(inbox);
    while (!waiting.isEmpty()) {
      if (System.nanoTime() - start > timeout.toNanos()) {
        throw new AssertionError("Events still wait after " + timeout + ": " + waiting);
      }
      LockSupport.parkNanos(POLL_NANOS);
      waiting = waiting(inbox);
    }
  }

  private static List<Backlog> waiting(InboxAdmin inbox) {
    return inbox.status().backlogs().stream().filter(backlog -> backlog.events() > 0).toList();
  }
}
