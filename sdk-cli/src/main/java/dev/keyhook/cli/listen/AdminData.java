package dev.keyhook.cli.listen;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyhook.cli.Json;
import dev.keyhook.cli.Text;
import dev.keyhook.cli.inbox.EventCount;
import dev.keyhook.inbox.InboxAdmin;
import dev.keyhook.inbox.InboxEvent;
import dev.keyhook.inbox.InboxFilter;
import dev.keyhook.inbox.InboxLane;
import dev.keyhook.inbox.InboxStatus;
import dev.keyhook.routing.InboxListener.Backlog;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Shows and repairs an inbox on the page. The page names events and lanes by their keys in the
 * tables, which contain no text from the sender.
 */
final class AdminData implements InboxData {

  private static final int MAX_LISTED = 100;
  private static final int MAX_REPLAYED = 1_000;
  private static final int REPLAYS_PER_SECOND = 100;

  private final InboxAdmin admin;
  private final LongSupplier duplicates;
  private final Redaction redaction;
  private final Clock clock;

  AdminData(InboxAdmin admin, LongSupplier duplicates, Redaction redaction, Clock clock) {
    this.admin = admin;
    this.duplicates = duplicates;
    this.redaction = redaction;
    this.clock = clock;
  }

  @Override
  public Optional<JsonNode> read(String name, Map<String, String> query) {
    return name.equals("inbox") ? Optional.of(status()) : Optional.empty();
  }

  private ObjectNode status() {
    InboxStatus status = admin.status();
    ObjectNode node =
        Json.object()
            .put("sizeBytes", status.sizeBytes())
            .put("duplicates", duplicates.getAsLong())
            .put("limit", MAX_LISTED);
    ArrayNode backlogs = node.putArray("backlogs");
    status.backlogs().forEach(backlog -> backlogs.add(json(backlog)));
    ArrayNode lanes = node.putArray("lanes");
    admin.lanes(MAX_LISTED).forEach(lane -> lanes.add(json(lane)));
    ArrayNode dead = node.putArray("deadLetters");
    admin.list(InboxFilter.all().deadLetters(), MAX_LISTED).forEach(event -> dead.add(json(event)));
    return node;
  }

  private ObjectNode json(Backlog backlog) {
    return Json.object()
        .put("endpoint", redaction.text(backlog.endpoint()))
        .put("events", backlog.events())
        .put("lanes", backlog.lanes())
        .put("parkedLanes", backlog.parkedLanes())
        .put("oldestMillis", backlog.oldest().toMillis())
        .put("deadLetters", backlog.deadLetters())
        .put("unattended", backlog.isUnattended());
  }

  private ObjectNode json(InboxLane lane) {
    return Json.object()
        .put("lane", lane.lane())
        .put("endpoint", redaction.text(lane.endpoint()))
        .put("subject", shown(lane.subject()))
        .put("state", lane.state().name())
        .put("events", lane.events())
        .put("oldestMillis", lane.oldest().toMillis())
        .put("attempts", lane.attempts())
        .put("error", shown(lane.error()))
        .put("retryInMillis", lane.retryIn().toMillis());
  }

  private ObjectNode json(InboxEvent event) {
    return Json.object()
        .put("lane", event.lane())
        .put("position", event.position())
        .put("endpoint", redaction.text(event.endpoint()))
        .put("id", shown(event.id()))
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
  public Optional<JsonNode> act(String name, String endpoint, String id) {
    InboxFilter filter = InboxFilter.all().endpoint(endpoint).id(id);
    return switch (name) {
      case "retry" -> Optional.of(count(admin.retry(filter)));
      case "discard" -> Optional.of(count(admin.discard(filter)));
      case "replay" -> Optional.of(count(admin.replay(filter, REPLAYS_PER_SECOND)));
      default -> Optional.empty();
    };
  }

  @Override
  public Optional<JsonNode> act(String name, JsonNode request) {
    return switch (name) {
      case "inbox/retry" -> Optional.of(ofDeadLetters(request, admin::retry));
      case "inbox/discard" -> Optional.of(ofDeadLetters(request, admin::discard));
      case "inbox/retry-lane" -> Optional.of(retryLane(request));
      case "inbox/replay" -> Optional.of(replay(request));
      default -> Optional.empty();
    };
  }

  /** Acts on the dead letter in the request, or on all if it names none. */
  private ObjectNode ofDeadLetters(JsonNode request, ToLongFunction<InboxFilter> action) {
    InboxFilter filter = InboxFilter.all().deadLetters();
    if (request.has("lane")) {
      filter =
          filter.lane(request.path("lane").asText()).position(request.path("position").asLong());
    }
    return count(action.applyAsLong(filter));
  }

  /** Handles a lane that waits for its next attempt now, and resumes a parked one. */
  private ObjectNode retryLane(JsonNode request) {
    String key = request.path("lane").asText();
    return admin.lanes(MAX_LISTED).stream()
        .filter(lane -> lane.lane().equals(key))
        .findFirst()
        .map(lane -> count(retried(lane)))
        .orElseGet(() -> count(0));
  }

  private long retried(InboxLane lane) {
    if (lane.state() == InboxLane.State.PARKED && lane.subject().isPresent()) {
      // Also if it has no event, which a retry would need.
      return admin.resumeLane(lane.endpoint(), lane.subject().get()) ? 1 : 0;
    }
    return admin.retry(InboxFilter.all().lane(lane.lane()));
  }

  /** Replays handled events and dead letters; a dry run only counts them. */
  private ObjectNode replay(JsonNode request) {
    InboxFilter filter = InboxFilter.all();
    if (!request.path("type").asText().isBlank()) {
      filter = filter.type(request.path("type").asText().strip());
    }
    if (!request.path("subject").asText().isBlank()) {
      filter = filter.subject(request.path("subject").asText().strip());
    }
    if (request.path("minutes").asLong() > 0) {
      filter =
          filter.since(clock.instant().minus(Duration.ofMinutes(request.path("minutes").asLong())));
    }
    long count = EventCount.replayed(admin, filter);
    if (count > MAX_REPLAYED) {
      return Json.object()
          .put("error", Text.count(count, "event") + " at once; use: keyhook inbox replay");
    }
    return count(
        request.path("dryRun").asBoolean() ? count : admin.replay(filter, REPLAYS_PER_SECOND));
  }

  private static ObjectNode count(long count) {
    return Json.object().put("count", count);
  }
}
