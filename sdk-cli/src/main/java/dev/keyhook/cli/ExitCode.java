package dev.keyhook.cli;

/** The exit codes of the command. Scripts rely on them. */
public final class ExitCode {

  /** Success. */
  public static final int OK = 0;

  /** A check failed: a delivery was not acknowledged, an event is missing, a body is invalid. */
  public static final int CHECK_FAILED = 1;

  /** The command line is wrong; nothing was done. */
  public static final int USAGE = 2;

  /** Something differs from what this version knows. */
  public static final int DRIFT = 3;

  /** A server, database or port cannot be reached or used. */
  public static final int CANNOT_CONNECT = 4;

  private ExitCode() {}
}
