package dev.keyhook.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhook.store.Inbox;
import dev.keyhook.store.InboxEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Checks that a custom inbox fulfils the contract of {@link Inbox#append}.
 *
 * <pre>{@code
 * @Test
 * void keepsTheContract() throws Exception {
 *   InboxContract.check(() -> new RedisInbox(...), endpoint -> reader.bodies(endpoint));
 * }
 * }</pre>
 *
 * <p>It stores entries, closes the inbox, opens it again, and reads what is stored. It uses an
 * endpoint with a random name, so the inbox may contain other entries. It cannot check that entries
 * survive a power cut, or that the inbox refuses entries while it cannot store them. For tests
 * only, with any test framework.
 */
public final class InboxContract {

  private static final int THREADS = 8;
  private static final int ENTRIES_OF_THREAD = 25;
  private static final int LARGE_BODY = 1 << 20;

  private final String endpoint = "contract-" + UUID.randomUUID();
  private final Reader stored;

  /** What the inbox must have stored for an endpoint: the texts of each subject, in order. */
  private record Expected(String endpoint, List<List<String>> lanes) {}

  /** Reads the entries of the inbox under test. */
  @FunctionalInterface
  public interface Reader {

    /**
     * Returns the bodies of the readable entries of an endpoint as they would be handled: without
     * duplicates, and those of each subject in order. The inbox is closed while this runs.
     *
     * @throws Exception if they cannot be read
     */
    List<byte[]> bodies(String endpoint) throws Exception;
  }

  private InboxContract(Reader stored) {
    this.stored = stored;
  }

  /**
   * Checks an inbox.
   *
   * @param open opens the inbox, each time with the entries that it has stored before; the inbox
   *     accepts bodies of 1 MiB
   * @param stored reads the entries; called while the inbox is closed
   * @throws AssertionError if the inbox violates the contract; the message names the rule
   * @throws Exception if the inbox or the reader throws one
   */
  public static void check(Callable<? extends Inbox> open, Reader stored) throws Exception {
    InboxContract contract = new InboxContract(stored);
    List<Expected> expected;
    try (Inbox inbox = open.call()) {
      expected =
          List.of(
              contract.storesEntriesInOrder(inbox),
              contract.storesDuplicatesOnce(inbox),
              contract.separatesEndpoints(inbox),
              contract.storesAllEntriesWithoutId(inbox),
              contract.acceptsAnyContent(inbox),
              contract.acceptsManyThreads(inbox));
      inbox.append(List.of(ContractEvent.of("", "", "?").unreadable(contract.endpoint("broken"))));
    }
    for (Expected each : expected) {
      contract.verify(each);
    }
    contract.recognizesDuplicatesAfterARestart(open);
    acceptsNothingOnceItIsClosed(open);
  }

  private String endpoint(String suffix) {
    return endpoint + "-" + suffix;
  }

  private Expected storesEntriesInOrder(Inbox inbox) {
    String to = endpoint("order");
    inbox.append(List.of());
    inbox.append(List.of(ContractEvent.of("1", "a", "a1").entry(to)));
    inbox.append(
        List.of(
            ContractEvent.of("2", "a", "a2").entry(to),
            ContractEvent.of("3", "b", "b1").entry(to),
            ContractEvent.of("4", "a", "a3").entry(to)));
    inbox.append(List.of(ContractEvent.of("5", "b", "b2").entry(to)));
    return new Expected(to, List.of(List.of("a1", "a2", "a3"), List.of("b1", "b2")));
  }

  private Expected storesDuplicatesOnce(Inbox inbox) {
    String to = endpoint("once");
    inbox.append(List.of(ContractEvent.of("1", "a", "first").entry(to)));
    inbox.append(
        List.of(
            ContractEvent.of("1", "a", "the same id again").entry(to),
            ContractEvent.of("1", "b", "the same id about another subject").entry(to),
            ContractEvent.of("2", "a", "second").entry(to),
            ContractEvent.of("2", "a", "the same id in one call").entry(to)));
    return new Expected(to, List.of(List.of("first", "second")));
  }

  private Expected separatesEndpoints(Inbox inbox) {
    String to = endpoint("other");
    inbox.append(
        List.of(ContractEvent.of("1", "a", "an id of another endpoint").entry(to))); // as above
    return new Expected(to, List.of(List.of("an id of another endpoint")));
  }

  private Expected storesAllEntriesWithoutId(Inbox inbox) {
    String to = endpoint("no-id");
    InboxEntry entry = ContractEvent.of("", "a", "same").entry(to);
    inbox.append(List.of(entry, entry));
    inbox.append(List.of(entry));
    return new Expected(to, List.of(List.of("same", "same", "same")));
  }

  private Expected acceptsAnyContent(Inbox inbox) {
    String to = endpoint("any");
    List<List<String>> lanes = new ArrayList<>();
    List<String> texts =
        List.of(" ", "\0", "\uD800", "\uD801", "\u00e9", "e\u0301", "k", "K", "'); --");
    for (String text : texts) {
      String body = "unusual text " + lanes.size();
      inbox.append(List.of(ContractEvent.of("id" + text, "subject" + text, body).entry(to)));
      lanes.add(List.of(body));
    }
    for (char last : new char[] {'a', 'b'}) {
      String text = "x".repeat(50_000) + last;
      String body = "long text " + last;
      inbox.append(List.of(ContractEvent.of(text, text, body).entry(to)));
      lanes.add(List.of(body));
    }
    String large = "x".repeat(LARGE_BODY);
    inbox.append(List.of(ContractEvent.of("large", "", large).entry(to)));
    lanes.add(List.of(large));
    return new Expected(to, lanes);
  }

  private Expected acceptsManyThreads(Inbox inbox) throws Exception {
    String to = endpoint("threads");
    List<List<String>> lanes = new ArrayList<>();
    List<Callable<Boolean>> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      String subject = "subject " + i;
      List<String> texts = new ArrayList<>();
      for (int n = 0; n < ENTRIES_OF_THREAD; n++) {
        texts.add(subject + ", " + n);
      }
      lanes.add(texts);
      threads.add(
          () -> {
            for (String text : texts) {
              inbox.append(List.of(ContractEvent.of(text, subject, text).entry(to)));
            }
            return true;
          });
    }
    ExecutorService executor = Executors.newFixedThreadPool(THREADS);
    try {
      for (Future<Boolean> thread : executor.invokeAll(threads, 1, TimeUnit.MINUTES)) {
        expect(!thread.isCancelled(), "append() must return within a minute");
        thread.get();
      }
    } finally {
      executor.shutdownNow();
    }
    return new Expected(to, lanes);
  }

  private void recognizesDuplicatesAfterARestart(Callable<? extends Inbox> open) throws Exception {
    String to = endpoint("once");
    try (Inbox inbox = open.call()) {
      inbox.append(
          List.of(
              ContractEvent.of("2", "a", "the same id after a restart").entry(to),
              ContractEvent.of("3", "a", "third").entry(to)));
    }
    verify(new Expected(to, List.of(List.of("first", "second", "third"))));
  }

  private static void acceptsNothingOnceItIsClosed(Callable<? extends Inbox> open)
      throws Exception {
    Inbox inbox = open.call();
    inbox.close();
    boolean isAccepted = true;
    try {
      inbox.append(List.of(ContractEvent.of("late", "a", "late").entry("contract-closed")));
    } catch (RuntimeException e) {
      isAccepted = false;
    }
    expect(!isAccepted, "append() must throw once the inbox is closed");
  }

  private void verify(Expected expected) throws Exception {
    List<String> bodies =
        stored.bodies(expected.endpoint()).stream().map(body -> new String(body, UTF_8)).toList();
    String what = expected.endpoint().substring(endpoint.length() + 1);
    int count = 0;
    for (List<String> lane : expected.lanes()) {
      List<String> found = bodies.stream().filter(lane::contains).toList();
      expect(
          found.equals(lane),
          "of one subject it must hold "
              + shortened(lane)
              + ", but holds "
              + shortened(found)
              + " (check "
              + what
              + ")");
      count += lane.size();
    }
    expect(
        bodies.size() == count,
        "it must hold " + count + " entries, but holds " + bodies.size() + " (check " + what + ")");
  }

  private static List<String> shortened(List<String> texts) {
    return texts.stream().map(text -> text.length() > 50 ? text.substring(0, 50) : text).toList();
  }

  private static void expect(boolean isFulfilled, String rule) {
    if (!isFulfilled) {
      throw new AssertionError("Inbox: " + rule);
    }
  }
}
