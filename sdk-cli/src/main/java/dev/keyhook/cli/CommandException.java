package dev.keyhook.cli;

import org.jspecify.annotations.Nullable;

/**
 * Ends a command with a message for the user and an exit code. The message never contains a secret.
 */
public final class CommandException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int exitCode;

  private CommandException(int exitCode, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** Returns an exception for a wrong command line; the message says what to write instead. */
  public static CommandException usage(String message) {
    return new CommandException(ExitCode.USAGE, message, null);
  }

  /** Returns an exception for a check that failed. */
  public static CommandException failed(String message, @Nullable Throwable cause) {
    return new CommandException(ExitCode.CHECK_FAILED, message, cause);
  }

  /** Returns an exception for a server, database or file that cannot be reached or used. */
  public static CommandException unreachable(String message, @Nullable Throwable cause) {
    return new CommandException(ExitCode.CANNOT_CONNECT, message, cause);
  }

  /** Returns the exit code of the command. */
  public int exitCode() {
    return exitCode;
  }
}
