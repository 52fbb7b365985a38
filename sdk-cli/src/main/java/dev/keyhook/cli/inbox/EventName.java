package dev.keyhook.cli.inbox;

import dev.keyhook.cli.CommandException;
import dev.keyhook.inbox.InboxEvent;
import dev.keyhook.inbox.InboxFilter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names one event on the command line: by its id, or by its lane and its position there if it has
 * no id.
 */
final class EventName {

  /** How options describe an event's name. */
  static final String HELP =
      "its id, or LANE/POSITION as 'list' prints it for an event without one";

  private static final Pattern LANE_AND_POSITION = Pattern.compile("(\\p{XDigit}+)/(\\d+)");

  private EventName() {}

  /** Returns the name of an event, which {@link #filter} accepts. */
  static String of(InboxEvent event) {
    return event.id().orElseGet(() -> event.lane() + "/" + event.position());
  }

  /**
   * Returns a filter with the additional condition that an event has this name.
   *
   * @throws CommandException if the name has the form {@code LANE/POSITION}, but is not valid
   */
  static InboxFilter filter(InboxFilter others, String name) {
    Matcher position = LANE_AND_POSITION.matcher(name);
    if (!position.matches()) {
      return others.id(name);
    }
    try {
      return others.lane(position.group(1)).position(Long.parseLong(position.group(2)));
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(
          "'"
              + name
              + "' is not LANE/POSITION: a lane is 32 hexadecimal digits in lower case, and a"
              + " position a number, as 'keyhook inbox list' prints them");
    }
  }
}
