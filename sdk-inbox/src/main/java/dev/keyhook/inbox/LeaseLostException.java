package dev.keyhook.inbox;

import dev.keyhook.KeyhookException;

/** Makes the owner of a transaction roll back, since another worker may have the lane now. */
final class LeaseLostException extends KeyhookException {

  private static final long serialVersionUID = 1;

  LeaseLostException() {
    super("The lease of the lane ended before the event was handled; it will be handled again");
  }
}
