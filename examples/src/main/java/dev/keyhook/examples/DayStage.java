package dev.keyhook.examples;

import com.sun.net.httpserver.HttpServer;
import dev.keyhook.DeliveryVerifier;
import dev.keyhook.Explanation;
import dev.keyhook.WebhookRequest;
import dev.keyhook.WebhookResponse;
import dev.keyhook.testkit.HttpSender;
import dev.keyhook.webhooks.Outcome;
import dev.keyhook.webhooks.WebhookHttpHandler;
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
 * The server of {@link BuildingDay}, and the comparison of what happens there with what should.
 *
 * <p>For one thread.
 */
final class DayStage implements AutoCloseable {

  private final long begin = System.nanoTime();
  private final DayTable table;
  private final Concierge concierge;
  private final Witness witness = new Witness();
  private final ExecutorService threads = Executors.newFixedThreadPool(8);
  private final HttpServer server;
  private int steps;
  private int surprises;

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

  Witness witness() {
    return witness;
  }

  /** Opens an address, and returns the way to it. */
  HttpSender open(String path, WebhookHttpHandler handler) {
    server.createContext(path, handler);
    return HttpSender.to(URI.create("http://127.0.0.1:" + port() + path));
  }

  /** Sends a request, compares, and prints a line. */
  void step(
      String time,
      String from,
      String what,
      HttpSender to,
      DeliveryVerifier verifier,
      WebhookRequest request,
      Outcome expected) {
    steps++;
    int before = witness.seen().size();
    int written = concierge.logbook().size();
    WebhookResponse answer = to.send(request);
    List<Witness.Seen> seen = witness.seen();
    Witness.Seen last = seen.get(seen.size() - 1);
    String text = text(last) + explanation(last, verifier, request);
    table.row(time, from, what, String.valueOf(answer.status()), last.outcome(), text);
    int more = expected == Outcome.HANDLED ? 1 : 0;
    check(seen.size() == before + 1, "The receiver has not seen it exactly once");
    check(last.outcome() == expected, "Expected " + expected + ", but it was " + last.outcome());
    check(answer.status() == last.status(), "Another status came over HTTP");
    check(concierge.logbook().size() == written + more, "The logbook is wrong");
  }

  /** Sends one event many times at once, and expects it to be handled once. */
  void burst(String time, String from, String what, HttpSender to, List<WebhookRequest> requests) {
    steps++;
    int before = witness.seen().size();
    int written = concierge.logbook().size();
    List<WebhookResponse> answers = to.sendAtOnce(requests);
    List<Witness.Seen> seen = witness.seen();
    List<Outcome> became =
        seen.subList(before, seen.size()).stream().map(Witness.Seen::outcome).toList();
    int early = Collections.frequency(became, Outcome.IN_PROGRESS);
    int late = Collections.frequency(became, Outcome.DUPLICATE);
    String text = String.format("handled once; %d told to wait, %d known by then", early, late);
    table.row(time, from, what, answers.size() + " x", Outcome.HANDLED, text);
    check(Collections.frequency(became, Outcome.HANDLED) == 1, "Not handled exactly once");
    check(early + late == requests.size() - 1, "Expected repetitions, but they were " + became);
    check(concierge.logbook().size() == written + 1, "The logbook is wrong");
  }

  /** Prints what comes from now on, whoever sends it. */
  void watch(String time, String from) {
    witness.reportTo(
        seen ->
            table.row(
                time,
                from,
                seen.delivery().type().orElse("").replaceAll("[^\\w ]", "?"),
                String.valueOf(seen.status()),
                seen.outcome(),
                text(seen)));
  }

  private String text(Witness.Seen seen) {
    String remark = seen.remark().isEmpty() ? "" : " (" + seen.remark() + ")";
    if (seen.outcome() != Outcome.HANDLED) {
      return DayTable.meaning(seen.outcome()) + remark;
    }
    List<Concierge.Entry> logbook = concierge.logbook();
    String entry = logbook.isEmpty() ? "" : logbook.get(logbook.size() - 1).text();
    return DayTable.meaning(Outcome.HANDLED) + ": " + entry + remark;
  }

  /** What the verifier thinks of a request that it has refused, if it has an idea. */
  private static String explanation(
      Witness.Seen seen, DeliveryVerifier verifier, WebhookRequest request) {
    if (seen.outcome() != Outcome.UNPROVEN) {
      return "";
    }
    Explanation.Cause cause = verifier.explain(request).cause();
    boolean isNews = cause != Explanation.Cause.UNKNOWN && !cause.name().equals(seen.remark());
    return isNews ? ": probably " + cause : "";
  }

  private void check(boolean isTrue, String otherwise) {
    if (!isTrue) {
      surprises++;
      table.surprise(otherwise);
    }
  }

  /** Prints the day in numbers, and says whether all went as expected. */
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
            witness.seen().size(),
            time.toMillis() / 1e3));
    line(logbook.size(), "events handled, each of them once");
    line(
        count(Outcome.DUPLICATE, Outcome.IN_PROGRESS),
        "repetitions and replays, none of them handled again");
    line(
        count(Outcome.UNPROVEN, Outcome.FOREIGN, Outcome.METHOD_NOT_ALLOWED, Outcome.TOO_LARGE),
        "refused, none of them seen by a handler");
    line(count(Outcome.FAILED, Outcome.NOT_JSON), "not lost: told to come again, and handled then");
    line(count(Outcome.VALIDATED, Outcome.NOT_AN_EVENT), "trials of an address, answered");
    table.verdict(
        surprises == 0,
        surprises == 0
            ? "All " + steps + " steps went as expected."
            : "NOT AS EXPECTED: " + surprises + " surprises, see the lines with !!!");
    return surprises == 0;
  }

  private void line(int number, String what) {
    table.line(String.format("%4d  %s", number, what));
  }

  private int count(Outcome... some) {
    Set<Outcome> these = Set.of(some);
    return (int) witness.seen().stream().filter(seen -> these.contains(seen.outcome())).count();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
