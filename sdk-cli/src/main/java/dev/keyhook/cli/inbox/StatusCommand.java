package dev.keyhook.cli.inbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyhook.cli.ExitCode;
import dev.keyhook.cli.Json;
import dev.keyhook.cli.Output;
import dev.keyhook.cli.Text;
import dev.keyhook.inbox.InboxLane;
import dev.keyhook.inbox.InboxStatus;
import dev.keyhook.routing.InboxListener.Backlog;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code keyhook inbox status}. */
@Command(
    name = "status",
    description = "Show the backlog, its age, dead letters, and the lanes that wait longest.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  keyhook inbox status --db keyhook.db"})
final class StatusCommand implements Callable<Integer> {

  private static final int MAX_LANES = 10;

  @Mixin private SourceOptions source = new SourceOptions();

  @Mixin private Output output = new Output();

  @Override
  public Integer call() {
    return source.with(
        admin -> {
          InboxStatus status = admin.status();
          List<InboxLane> lanes = admin.lanes(MAX_LANES);
          if (output.isJson()) {
            output.json(json(status, lanes));
          } else {
            print(status);
            lanes.stream().filter(StatusCommand::isStuck).forEach(this::print);
          }
          return ExitCode.OK;
        });
  }

  private void print(InboxStatus status) {
    output.line(
        String.format(Locale.ROOT, "size          %.1f MiB", status.sizeBytes() / 1048576.0));
    if (status.backlogs().isEmpty()) {
      output.styledLine(output.style("green", "Nothing waits, and no event was given up."));
    }
    for (Backlog backlog : status.backlogs()) {
      output.line("");
      output.styledLine(output.style("bold", backlog.endpoint()));
      output.line("  backlog       " + Text.count(backlog.events(), "event"));
      output.line("  lanes         " + backlog.lanes() + ", parked " + backlog.parkedLanes());
      output.line("  oldest        " + backlog.oldest().toSeconds() + " s");
      String dead = "  dead letters  " + backlog.deadLetters();
      output.styledLine(backlog.deadLetters() == 0 ? dead : output.style("red", dead));
      if (backlog.isUnattended()) {
        output.styledLine(output.style("yellow", "  No worker handles this endpoint."));
      }
    }
  }

  private static boolean isStuck(InboxLane lane) {
    return lane.state() == InboxLane.State.BACKING_OFF || lane.state() == InboxLane.State.PARKED;
  }

  private void print(InboxLane lane) {
    String next =
        lane.state() == InboxLane.State.PARKED
            ? "parked"
            : "next attempt in " + lane.retryIn().toSeconds() + " s";
    output.line("");
    output.styledLine(
        output.style(
            "yellow",
            "lane "
                + lane.endpoint()
                + ":"
                + Text.cut(lane.subject().orElse("(no subject)"), 60)
                + "  "
                + next));
    output.line(
        "  "
            + Text.count(lane.events(), "event")
            + ", oldest "
            + lane.oldest().toSeconds()
            + " s, "
            + Text.count(lane.attempts(), "failed attempt")
            + lane.error().map(error -> ", " + error).orElse(""));
  }

  private static ObjectNode json(InboxStatus status, List<InboxLane> lanes) {
    ObjectNode node = Json.object().put("sizeBytes", status.sizeBytes());
    ArrayNode backlogs = node.putArray("backlogs");
    for (Backlog backlog : status.backlogs()) {
      backlogs
          .addObject()
          .put("endpoint", backlog.endpoint())
          .put("events", backlog.events())
          .put("lanes", backlog.lanes())
          .put("parkedLanes", backlog.parkedLanes())
          .put("oldestSeconds", backlog.oldest().toSeconds())
          .put("deadLetters", backlog.deadLetters())
          .put("unattended", backlog.isUnattended());
    }
    ArrayNode list = node.putArray("lanes");
    for (InboxLane lane : lanes) {
      list.addObject()
          .put("endpoint", lane.endpoint())
          .put("subject", lane.subject().orElse(null))
          .put("state", lane.state().name())
          .put("events", lane.events())
          .put("oldestSeconds", lane.oldest().toSeconds())
          .put("attempts", lane.attempts())
          .put("error", lane.error().orElse(null))
          .put("retryInSeconds", lane.retryIn().toSeconds());
    }
    return node;
  }
}
