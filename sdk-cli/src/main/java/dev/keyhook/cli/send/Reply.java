package dev.keyhook.cli.send;

/**
 * The response to a delivery, or its absence.
 *
 * @param status the HTTP status; 0 if there was no response
 * @param retryAfterSeconds what the receiver asked for, or 0
 * @param isConnected whether a connection was made at all
 */
public record Reply(int status, long retryAfterSeconds, boolean isConnected) {

  static final Reply NO_RESPONSE = new Reply(0, 0, true);
  static final Reply NO_CONNECTION = new Reply(0, 0, false);

  /** Returns whether the sender may forget the event. */
  public boolean isAcknowledged() {
    return status >= 200 && status < 300;
  }

  /** Returns whether the vendor sends it again: after 5xx or no response, never after 4xx. */
  public boolean isRetried() {
    return status == 0 || status >= 500;
  }
}
