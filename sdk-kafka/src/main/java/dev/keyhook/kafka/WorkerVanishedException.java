package dev.keyhook.kafka;

import dev.keyhook.KeyhookException;

/** Every process that handled an event ended before its handler returned. */
final class WorkerVanishedException extends KeyhookException {

  private static final long serialVersionUID = 1;

  WorkerVanishedException() {
    super("The process ended while it handled this event, in every attempt");
  }
}
