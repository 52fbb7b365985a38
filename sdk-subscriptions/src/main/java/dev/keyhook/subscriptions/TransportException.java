package dev.keyhook.subscriptions;

import dev.keyhook.KeyhookException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * No usable response arrived, so it is unknown whether the vendor carried out the request, unless
 * {@link #mayHaveHappened()} is false.
 *
 * <p>Idempotent requests were retried before, within the budget of the call.
 *
 * <p>The cause, if there is one, is a copy that consists of {@link java.io.IOException}s only:
 * names of classes, stack traces, and messages of the JDK's own network and TLS errors, which may
 * name hosts. It never contains a type of another library, a URL's path or query, a header, or a
 * body.
 */
public final class TransportException extends KeyhookException {

  private static final long serialVersionUID = 1;

  /**
   * Why there is no usable response. Later versions may add constants: a {@code switch} needs a
   * {@code default}.
   */
  public enum Reason {
    /** No connection: the name is unknown, the port closed, the network down. */
    UNREACHABLE,
    /** The connection is not secure: certificate, host name or TLS version. */
    INSECURE,
    /** The time limit for connecting, for reading, or for the whole call was reached. */
    TIMED_OUT,
    /** The connection broke before the response was complete. */
    CONNECTION_LOST,
    /** A response that cannot be used: not JSON, incomplete, or too large. */
    UNREADABLE_RESPONSE,
    /** The calling thread was interrupted; its interrupt flag is set again. */
    INTERRUPTED,
    /** The client was closed during the call. */
    CLOSED
  }

  private final String operation;
  private final Reason reason;
  private final boolean mayHaveHappened;

  /**
   * Creates the exception.
   *
   * @param operation class and method of the client that was called, with a dot between them
   * @param mayHaveHappened false only if no byte of the request was sent
   * @param explanation what happened and what to do, without a URL's query, a header or a body
   * @param cause what caused it, without these either
   */
  public TransportException(
      String operation,
      Reason reason,
      boolean mayHaveHappened,
      String explanation,
      @Nullable Throwable cause) {
    super(
        operation
            + (mayHaveHappened ? " may or may not have happened: " : " did not happen: ")
            + explanation
            + " ("
            + reason
            + ")",
        cause);
    this.operation = Objects.requireNonNull(operation, "operation");
    this.reason = Objects.requireNonNull(reason, "reason");
    this.mayHaveHappened = mayHaveHappened;
  }

  /** Returns class and method of the client that was called, with a dot between them. */
  public String operation() {
    return operation;
  }

  /** Returns why there is no usable response. */
  public Reason reason() {
    return reason;
  }

  /**
   * Returns whether the vendor may have received the request and carried it out.
   *
   * <p>If so, check the current state before you retry an operation that creates something.
   */
  public boolean mayHaveHappened() {
    return mayHaveHappened;
  }
}
