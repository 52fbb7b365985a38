package dev.keyhook.cli.listen;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyhook.cli.Json;
import dev.keyhook.cli.Text;
import dev.keyhook.inbox.InboxAdmin;
import dev.keyhook.inbox.InboxEvent;
import dev.keyhook.inbox.InboxFilter;
import dev.keyhook.inbox.InboxStatus;
import dev.keyhook.routing.InboxListener.Backlog;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Shows and repairs an inbox on the page. */
final class AdminData implements InboxData {

  private static final int MAX_LISTED = 100;
  private static final int REPLAYS_PER_SECOND = 100;

  private final InboxAdmin admin;
  private final Redaction redaction;
  private final Clock clock;

  AdminData(InboxAdmin admin, Redaction redaction, Clock clock) {
    this.admin = admin;
    this.redaction = redaction;
    this.clock = clock;
  }

  @Override
  public Optional<JsonNode> read(String name, Map<String, String> query) {
    return name.equals("inbox") ? Optional.of(status()) : Optional.empty();
  }

  private ObjectNode status() {
    InboxStatus status = admin.status();
    ObjectNode node = Json.object().put("sizeBytes", status.sizeBytes());
    ArrayNode backlogs = node.putArray("backlogs");
    for (Backlog backlog : status.backlogs()) {
      backlogs
          .addObject()
          .put("endpoint", redaction.text(backlog.endpoint()))
          .put("events", backlog.events())
          .put("lanes", backlog.lanes())
          .put("parkedLanes", backlog.parkedLanes())
          .put("oldestMillis", backlog.oldest().toMillis())
          .put("deadLetters", backlog.deadLetters())
          .put("unattended", backlog.isUnattended());
    }
    ArrayNode dead = node.putArray("deadLetters");
    admin.list(InboxFilter.all().deadLetters(), MAX_LISTED).forEach(each -> dead.add(json(each)));
    return node;
  }

  private ObjectNode json(InboxEvent event) {
    return Json.object()
        .put("endpoint", redaction.text(event.endpoint()))
        .put("id", shown(event.id()))
        .put("key", event.id().orElse(null))
        .put("type", shown(event.type()))
        .put("subject", shown(event.subject()))
        .put("attempts", event.attempts())
        .put("error", shown(event.error()))
        .put("message", shown(event.errorMessage()))
        .put("readable", event.isReadable())
        .put("ageMillis", Duration.between(event.receivedAt(), clock.instant()).toMillis());
  }

  private @Nullable String shown(Optional<String> text) {
    return text.map(it -> Text.cut(redaction.text(it), 200)).orElse(null);
  }

  @Override
  public Optional<JsonNode> act(String name, JsonNode request) {
    InboxFilter filter = filter(request);
    return switch (name) {
      case "inbox/retry" -> Optional.of(count(admin.retry(filter.deadLetters())));
      case "inbox/discard" -> Optional.of(count(admin.discard(filter.deadLetters())));
      case "inbox/replay" -> Optional.of(count(admin.replay(filter, REPLAYS_PER_SECOND)));
      default -> Optional.empty();
    };
  }

  /** Returns the filter of the event in the request, or of all events. */
  private static InboxFilter filter(JsonNode request) {
    InboxFilter filter = InboxFilter.all();
    if (request.path("endpoint").isTextual()) {
      filter = filter.endpoint(request.path("endpoint").asText());
    }
    if (request.path("id").isTextual()) {
      filter = filter.id(request.path("id").asText());
    }
    return filter;
  }

  private static ObjectNode count(long count) {
    return Json.object().put("count", count);
  }
}
