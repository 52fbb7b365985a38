package dev.keyhook.cli.listen;

import dev.keyhook.cli.Output;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.function.Consumer;

/** Prints a line for each delivery and problem, at a limited rate. */
final class DeliveryLines implements Consumer<Delivery> {

  private static final int MAX_PER_SECOND = 20;
  private static final long REPEAT_NANOS = 30_000_000_000L;

  private final Output output;
  private final DeliveryJson json;
  private long second;
  private int printed;
  private long skipped;
  private String lastProblem = "";
  private long lastProblemNanos;

  DeliveryLines(Output output, Redaction redaction) {
    this.output = output;
    this.json = new DeliveryJson(redaction);
  }

  @Override
  public synchronized void accept(Delivery delivery) {
    if (output.isJson()) {
      output.json(json.summary(delivery));
      return;
    }
    long now = delivery.receivedAt.getEpochSecond();
    if (now != second) {
      if (skipped > 0) {
        output.line(String.format(Locale.ROOT, "          and %,d more", skipped));
      }
      second = now;
      printed = 0;
      skipped = 0;
    }
    if (printed++ < MAX_PER_SECOND) {
      print(delivery);
    } else {
      skipped++;
    }
  }

  /** Prints a failure of the whole inbox; the same text again only after 30 s. */
  synchronized void problem(String text) {
    long now = System.nanoTime();
    if (!text.equals(lastProblem) || now - lastProblemNanos > REPEAT_NANOS) {
      lastProblem = text;
      lastProblemNanos = now;
      output.note(text);
    }
  }

  private void print(Delivery delivery) {
    String outcome = String.valueOf(delivery.outcome).toLowerCase(Locale.ROOT).replace('_', ' ');
    LocalTime time =
        delivery
            .receivedAt
            .atZone(ZoneId.systemDefault())
            .toLocalTime()
            .truncatedTo(ChronoUnit.SECONDS);
    String style = delivery.status < 300 ? "green" : delivery.status < 500 ? "yellow" : "red";
    output.styledLine(
        String.format(
            Locale.ROOT,
            "%tT  %s  %-16s %-13s %s",
            time,
            output.style(style, Integer.toString(delivery.status)),
            outcome,
            delivery.vendor.label(),
            output.style("bold", delivery.type == null ? "-" : delivery.type)
                + (delivery.reason == null ? "" : "  " + output.style("faint", delivery.reason))));
  }
}
