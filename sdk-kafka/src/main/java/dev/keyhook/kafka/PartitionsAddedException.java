package dev.keyhook.kafka;

/** The topic has more partitions than it had when the worker started. */
final class PartitionsAddedException extends IllegalStateException {

  private static final long serialVersionUID = 1;

  PartitionsAddedException(String topic, int before) {
    super(
        "The topic "
            + topic
            + " has more than its "
            + before
            + " partitions, so events of a lane can be in two of them and lose their order; the"
            + " worker has stopped. Move to another topic, or start the worker again to continue"
            + " without that order");
  }
}
