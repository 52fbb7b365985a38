package dev.keyhook.cli.inbox;

import dev.keyhook.cli.CommandException;
import dev.keyhook.cli.DurationConverter;
import dev.keyhook.cli.catalogue.Vendor;
import dev.keyhook.inbox.InboxFilter;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Options that choose events of an inbox. */
final class FilterOptions {

  @Option(names = "--type", paramLabel = "TYPE", description = "Events of this type.")
  private @Nullable String type;

  @Option(
      names = "--lane",
      paramLabel = "[ENDPOINT:]SUBJECT",
      description = "Events with this subject, such as lock/4321 or schlage-home:DEVICE.")
  private @Nullable String lane;

  @Option(
      names = "--since",
      paramLabel = "TIME|DURATION",
      description = "Events received since then, such as 2026-05-04T10:00:00Z or 2h ago.")
  private @Nullable String since;

  @Option(names = "--dead", description = "Dead letters only.")
  private boolean dead;

  /** Returns whether one lane is chosen, or one for each endpoint. */
  boolean hasLane() {
    return lane != null;
  }

  InboxFilter filter() {
    InboxFilter filter = InboxFilter.all();
    if (type != null) {
      filter = filter.type(type);
    }
    if (lane != null) {
      filter = lane(filter, lane);
    }
    if (since != null) {
      filter = filter.since(time(since));
    }
    return dead ? filter.deadLetters() : filter;
  }

  private static InboxFilter lane(InboxFilter filter, String lane) {
    for (Vendor vendor : Vendor.all()) {
      String prefix = vendor.endpoint() + ":";
      if (lane.startsWith(prefix)) {
        return filter.endpoint(vendor.endpoint()).subject(lane.substring(prefix.length()));
      }
    }
    return filter.subject(lane);
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      try {
        String duration = text.replaceFirst("\\s*ago$", "");
        return Clock.systemUTC().instant().minus(new DurationConverter().convert(duration));
      } catch (TypeConversionException notDuration) {
        throw CommandException.usage(
            "--since must be a time such as 2026-05-04T10:00:00Z, or a duration such as 2h");
      }
    }
  }
}
