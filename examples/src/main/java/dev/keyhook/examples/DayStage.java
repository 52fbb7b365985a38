package dev.keyhook.examples;

import com.sun.net.httpserver.HttpServer;
import dev.keyhook.DeliveryVerifier;
import dev.keyhook.WebhookRequest;
import dev.keyhook.WebhookResponse;
import dev.keyhook.testkit.HttpSender;
import dev.keyhook.webhooks.Outcome;
import dev.keyhook.webhooks.WebhookHttpHandler;
import dev.keyhook.webhooks.verification.Explanation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Sends the requests of {@link BuildingDay} to a server, and compares each outcome with the
 * expected one.
 *
 * <p>Not safe for use by several threads.
 */
final class DayStage implements AutoCloseable {

  private final long begin = System.nanoTime();
  private final DayTable table;
  private final Concierge concierge;
  private final RequestLog requests = new RequestLog();
  private final ExecutorService threads = Executors.newFixedThreadPool(8);
  private final HttpServer server;
  private int steps;
  private int failures;

  DayStage(DayTable table, Concierge concierge) throws IOException {
    this.table = table;
    this.concierge = concierge;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  RequestLog requests() {
    return requests;
  }

  /** Serves a path, and returns a sender to it. */
  HttpSender open(String path, WebhookHttpHandler handler) {
    server.createContext(path, handler);
    return HttpSender.to(URI.create("http://127.0.0.1:" + port() + path));
  }

  /** Sends a request, prints a line and checks the outcome. */
  void step(
      String time,
      String from,
      String what,
      HttpSender to,
      DeliveryVerifier verifier,
      WebhookRequest request,
      Outcome expected) {
    steps++;
    int before = requests.entries().size();
    int written = concierge.logbook().size();
    WebhookResponse response = to.send(request);
    List<RequestLog.Entry> entries = requests.entries();
    RequestLog.Entry last = entries.get(entries.size() - 1);
    String text = text(last) + explanation(last, verifier, request);
    table.row(time, from, what, String.valueOf(response.status()), last.outcome(), text);
    int added = expected == Outcome.HANDLED ? 1 : 0;
    check(entries.size() == before + 1, "The listener was not called exactly once");
    check(last.outcome() == expected, "Expected " + expected + ", but it was " + last.outcome());
    check(response.status() == last.status(), "HTTP returned another status");
    check(concierge.logbook().size() == written + added, "The logbook is wrong");
  }

  /** Sends one event many times at once, and checks that it is handled once. */
  void burst(String time, String from, String what, HttpSender to, List<WebhookRequest> burst) {
    steps++;
    int before = requests.entries().size();
    int written = concierge.logbook().size();
    List<WebhookResponse> responses = to.sendAtOnce(burst);
    List<RequestLog.Entry> entries = requests.entries();
    List<Outcome> outcomes =
        entries.subList(before, entries.size()).stream().map(RequestLog.Entry::outcome).toList();
    int inProgress = Collections.frequency(outcomes, Outcome.IN_PROGRESS);
    int duplicates = Collections.frequency(outcomes, Outcome.DUPLICATE);
    String text =
        String.format("handled once; %d in progress, %d duplicates", inProgress, duplicates);
    table.row(time, from, what, responses.size() + " x", Outcome.HANDLED, text);
    check(Collections.frequency(outcomes, Outcome.HANDLED) == 1, "Not handled exactly once");
    check(inProgress + duplicates == burst.size() - 1, "Unexpected outcomes: " + outcomes);
    check(concierge.logbook().size() == written + 1, "The logbook is wrong");
  }

  /** Prints every further request, whoever sends it. */
  void watch(String time, String from) {
    requests.printTo(
        entry ->
            table.row(
                time,
                from,
                entry.delivery().type().orElse("").replaceAll("[^\\w ]", "?"),
                String.valueOf(entry.status()),
                entry.outcome(),
                text(entry)));
  }

  private String text(RequestLog.Entry entry) {
    String remark = entry.remark().isEmpty() ? "" : " (" + entry.remark() + ")";
    List<Concierge.Entry> logbook = concierge.logbook();
    boolean isWritten = entry.outcome() == Outcome.HANDLED && !logbook.isEmpty();
    String written = isWritten ? ": " + logbook.get(logbook.size() - 1).text() : "";
    return DayTable.meaning(entry.outcome()) + written + remark;
  }

  /** Returns the likely cause of a refusal, if it says more than the refusal itself. */
  private static String explanation(
      RequestLog.Entry entry, DeliveryVerifier verifier, WebhookRequest request) {
    if (entry.outcome() != Outcome.UNAUTHENTICATED) {
      return "";
    }
    Explanation.Cause cause = Explanation.of(verifier, request).cause();
    boolean isNew = cause != Explanation.Cause.UNKNOWN && !cause.name().equals(entry.remark());
    return isNew ? ": probably " + cause : "";
  }

  private void check(boolean isTrue, String failure) {
    if (!isTrue) {
      failures++;
      table.failure(failure);
    }
  }

  /** Prints totals, and returns whether all checks have passed. */
  boolean summary() {
    Duration time = Duration.ofNanos(System.nanoTime() - begin);
    List<Concierge.Entry> logbook = concierge.logbook();
    Set<String> ids = new HashSet<>();
    logbook.forEach(entry -> ids.add(entry.eventId()));
    check(ids.size() == logbook.size(), "An event is in the logbook twice");
    check(count(Outcome.HANDLED) == logbook.size(), "An event is not in the logbook");
    table.line("");
    table.title(
        String.format(
            Locale.ROOT,
            "%d requests in %.1f seconds",
            requests.entries().size(),
            time.toMillis() / 1e3));
    line(logbook.size(), "events handled, each once");
    line(
        count(Outcome.DUPLICATE, Outcome.IN_PROGRESS),
        "duplicates and replays, none handled again");
    line(
        count(
            Outcome.UNAUTHENTICATED,
            Outcome.FOREIGN,
            Outcome.METHOD_NOT_ALLOWED,
            Outcome.TOO_LARGE),
        "rejected, none seen by a handler");
    line(count(Outcome.FAILED, Outcome.UNREADABLE), "failed, then retried and handled");
    line(count(Outcome.VALIDATED, Outcome.EMPTY), "validations of a URL");
    table.verdict(
        failures == 0,
        failures == 0
            ? "All " + steps + " steps passed."
            : failures + " checks FAILED, see the lines with !!!");
    return failures == 0;
  }

  private void line(int number, String what) {
    table.line(String.format("%4d  %s", number, what));
  }

  private int count(Outcome... some) {
    Set<Outcome> these = Set.of(some);
    return (int) requests.entries().stream().filter(e -> these.contains(e.outcome())).count();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
