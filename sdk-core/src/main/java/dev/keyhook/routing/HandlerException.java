package dev.keyhook.routing;

import dev.keyhook.KeyhookException;

/**
 * A handler threw a checked exception, which is the {@linkplain #getCause() cause}. Unchecked
 * exceptions of handlers are not wrapped.
 */
public final class HandlerException extends KeyhookException {

  private static final long serialVersionUID = 1;

  HandlerException(Exception cause) {
    super("The handler threw " + cause.getClass().getName(), cause);
  }
}
