package dev.keyhook.cli.inbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyhook.cli.Json;
import dev.keyhook.cli.Output;
import dev.keyhook.cli.Text;
import dev.keyhook.inbox.InboxEvent;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Prints events of an inbox, without bodies. */
final class EventRows {

  private EventRows() {}

  static void head(Output output) {
    output.styledLine(
        output.style(
            "bold",
            String.format(
                "%-24s %-12s %-26s %-36s %-8s %s",
                "RECEIVED", "STATE", "TYPE", "ID", "ATTEMPTS", "SUBJECT")));
  }

  static void print(InboxEvent event, Output output) {
    String row =
        String.format(
            Locale.ROOT,
            "%-24s %-12s %-26s %-36s %-8d %s",
            event.receivedAt().truncatedTo(ChronoUnit.MILLIS),
            state(event),
            Text.cut(event.type().orElse("(not readable)"), 26),
            event.id().map(id -> Text.cut(id, 36)).orElseGet(() -> EventName.of(event)),
            event.attempts(),
            Text.cut(event.subject().orElse(""), 60));
    boolean isDead = event.state() == InboxEvent.State.DEAD_LETTER;
    output.styledLine(isDead ? output.style("red", row) : Text.printable(row));
  }

  static String state(InboxEvent event) {
    return event.state().name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  static ObjectNode json(InboxEvent event) {
    return Json.object()
        .put("endpoint", event.endpoint())
        .put("id", event.id().orElse(null))
        .put("lane", event.lane())
        .put("position", event.position())
        .put("type", event.type().orElse(null))
        .put("subject", event.subject().orElse(null))
        .put("state", event.state().name())
        .put("attempts", event.attempts())
        .put("error", event.error().orElse(null))
        .put("errorMessage", event.errorMessage().orElse(null))
        .put("receivedAt", event.receivedAt().toString())
        .put("time", event.time().map(Instant::toString).orElse(null))
        .put("replay", event.isReplay())
        .put("readable", event.isReadable())
        .put("bodySize", event.bodySize());
  }
}
