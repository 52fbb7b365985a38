package dev.keyhook.spring;

import dev.keyhook.inbox.InboxAdmin;
import dev.keyhook.routing.InboxListener.Backlog;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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

  private final Map<String, EndpointSender> senders;
  private final Supplier<@Nullable InboxAdmin> admin;

  /**
   * Creates the test's access to the application.
   *
   * @param senders by the names of the endpoints
   * @param admin returns null if there is no inbox
   */
  KeyhookTest(Map<String, EndpointSender> senders, Supplier<@Nullable InboxAdmin> admin) {
    this.senders = Map.copyOf(senders);
    this.admin = admin;
  }

  /**
   * Returns the sender for the endpoint of SmartphoneKey.
   *
   * @throws IllegalStateException if {@code keyhook.smartphonekey.path} is not set
   */
  public EndpointSender smartphoneKey() {
    return sender(Vendor.SMARTPHONEKEY.endpoint());
  }

  /**
   * Returns the sender for the endpoint of an account at SmartphoneKey.
   *
   * @param account its name in {@code keyhook.smartphonekey.accounts}
   * @throws IllegalStateException if there is no such account
   */
  public EndpointSender smartphoneKey(String account) {
    return sender(Vendor.SMARTPHONEKEY.endpoint() + "-" + account);
  }

  /**
   * Returns the sender for the endpoint of Schlage Home.
   *
   * @throws IllegalStateException if {@code keyhook.schlage-home.path} is not set
   */
  public EndpointSender schlageHome() {
    return sender(Vendor.SCHLAGE_HOME.endpoint());
  }

  /**
   * Returns the sender for the endpoint of an account at Schlage Home.
   *
   * @param account its name in {@code keyhook.schlage-home.accounts}
   * @throws IllegalStateException if there is no such account
   */
  public EndpointSender schlageHome(String account) {
    return sender(Vendor.SCHLAGE_HOME.endpoint() + "-" + account);
  }

  private EndpointSender sender(String endpoint) {
    EndpointSender sender = senders.get(endpoint);
    if (sender == null) {
      throw new IllegalStateException(
          "There is no endpoint " + endpoint + "; set its path in the properties");
    }
    return sender;
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
