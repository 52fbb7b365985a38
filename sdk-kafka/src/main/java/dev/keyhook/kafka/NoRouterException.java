package dev.keyhook.kafka;

/** A worker has no router for the endpoint of a record. */
final class NoRouterException extends RuntimeException {

  private static final long serialVersionUID = 1;

  NoRouterException() {
    super("No router for this endpoint; call handle(...) or ignoreOtherEndpoints()");
  }
}
