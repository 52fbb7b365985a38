package dev.keyhook.cli.inbox;

import dev.keyhook.inbox.InboxFilter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** The optional name of an event, which limits an action to it. */
final class EventOption {

  @Parameters(
      paramLabel = "ID",
      arity = "0..1",
      description = "Only this event: " + EventName.HELP + ".")
  private @Nullable String name;

  boolean isGiven() {
    return name != null;
  }

  /** Returns the filter of the other options, limited to the event if one is named. */
  InboxFilter limit(InboxFilter others) {
    return name == null ? others : EventName.filter(others, name);
  }
}
