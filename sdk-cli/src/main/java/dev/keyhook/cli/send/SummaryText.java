package dev.keyhook.cli.send;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyhook.cli.Json;
import dev.keyhook.cli.Output;
import dev.keyhook.cli.send.SendRun.Summary;
import java.util.Locale;
import java.util.Map;

/** Prints the summary of a run. */
final class SummaryText {

  private SummaryText() {}

  static void print(Summary summary, Output output) {
    if (output.isJson()) {
      output.json(json(summary));
      return;
    }
    Tally tally = summary.tally();
    output.line("sent          " + number(tally.sent.sum()) + events(summary));
    row(output, "acknowledged", tally.acknowledged.sum(), "green", true);
    row(output, "retried", tally.retried.sum(), "yellow", true);
    row(output, "dropped", tally.dropped.sum(), "red", true);
    row(output, "to be retried", summary.waiting(), "yellow", false);
    row(output, "cut", tally.cut.sum(), "yellow", false);
    if (tally.forged.sum() > 0) {
      long accepted = tally.forgedAccepted.sum();
      String text = "forged        " + number(tally.forged.sum()) + ", accepted " + accepted;
      output.styledLine(accepted == 0 ? text : output.style("bold,red", text));
    }
    Histogram latencies = tally.latencies();
    output.line(
        String.format(
            Locale.ROOT,
            "latency       p50 %.2f ms, p99 %.2f ms",
            latencies.percentileMillis(0.5),
            latencies.percentileMillis(0.99)));
    output.line(
        String.format(
            Locale.ROOT,
            "time          %.2f s, %,.0f requests/s",
            summary.time().toMillis() / 1e3,
            summary.perSecond()));
    output.line("statuses      " + statuses(tally.statuses()));
    Integer missing = summary.missing();
    if (missing != null) {
      String text = "missing       " + number(missing) + " acknowledged but not handled";
      output.styledLine(output.style(missing == 0 ? "green" : "bold,red", text));
    }
  }

  private static String events(Summary summary) {
    long duplicates = summary.tally().duplicates.sum();
    return " deliveries of "
        + number(summary.events())
        + " events"
        + (duplicates == 0 ? "" : ", " + number(duplicates) + " duplicates");
  }

  private static void row(Output output, String name, long count, String style, boolean isAlways) {
    if (count > 0 || isAlways) {
      String text = String.format("%-13s %s", name, number(count));
      output.styledLine(count == 0 ? text : output.style(style, text));
    }
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String statuses(Map<String, Long> statuses) {
    StringBuilder text = new StringBuilder();
    statuses.forEach(
        (status, count) ->
            text.append(text.isEmpty() ? "" : ", ").append(status).append(": ").append(count));
    return text.isEmpty() ? "none" : text.toString();
  }

  private static ObjectNode json(Summary summary) {
    Tally tally = summary.tally();
    Histogram latencies = tally.latencies();
    ObjectNode node =
        Json.object()
            .put("events", summary.events())
            .put("sent", tally.sent.sum())
            .put("acknowledged", tally.acknowledged.sum())
            .put("retried", tally.retried.sum())
            .put("dropped", tally.dropped.sum())
            .put("waiting", summary.waiting())
            .put("interrupted", summary.isInterrupted())
            .put("duplicates", tally.duplicates.sum())
            .put("cut", tally.cut.sum())
            .put("forged", tally.forged.sum())
            .put("forgedAccepted", tally.forgedAccepted.sum())
            .put("p50Millis", latencies.percentileMillis(0.5))
            .put("p99Millis", latencies.percentileMillis(0.99))
            .put("seconds", summary.time().toMillis() / 1e3)
            .put("requestsPerSecond", Math.round(summary.perSecond()));
    ObjectNode statuses = node.putObject("statuses");
    tally.statuses().forEach(statuses::put);
    if (summary.missing() != null) {
      node.put("acknowledgedEvents", tally.acknowledgedEvents().cardinality());
      node.put("missing", summary.missing());
    }
    return node;
  }
}
