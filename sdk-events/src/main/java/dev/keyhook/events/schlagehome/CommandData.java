package dev.keyhook.events.schlagehome;

import dev.keyhook.MissingFieldException;
import dev.keyhook.events.schlagehome.model.CommandSucceeded;

/** What became of a command that was sent to a lock. */
public sealed interface CommandData extends SchlageHomeData permits CommandSucceeded {

  /**
   * Returns the identifier of the command, as the API answered when the command was given.
   *
   * @throws MissingFieldException if the delivery has none
   */
  String commandId();
}
