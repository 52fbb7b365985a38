package dev.keyhook.events.schlagehome;

import dev.keyhook.MissingFieldException;
import dev.keyhook.events.schlagehome.model.CommandSucceeded;

/** The result of a command that was sent to a lock. */
public sealed interface CommandData extends SchlageHomeData permits CommandSucceeded {

  /**
   * Returns the identifier of the command, as in the API's response to the command.
   *
   * @throws MissingFieldException if the delivery has none
   */
  String commandId();
}
