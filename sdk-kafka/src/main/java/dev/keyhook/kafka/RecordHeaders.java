package dev.keyhook.kafka;

/**
 * The headers of a record: CloudEvents attributes in the binary content mode of the Kafka protocol
 * binding 1.0.2, and the request's kept headers.
 */
final class RecordHeaders {

  static final String SPEC_VERSION = "ce_specversion";
  static final String ID = "ce_id";
  static final String SOURCE = "ce_source";
  static final String TYPE = "ce_type";
  static final String SUBJECT = "ce_subject";
  static final String TIME = "ce_time";
  static final String CONTENT_TYPE = "content-type";

  /** The receiver's name. */
  static final String ENDPOINT = "ce_endpoint";

  /** When the delivery arrived, by the receiver's clock. */
  static final String RECEIVED_TIME = "ce_receivedtime";

  /** The label of the secret or key that authenticated the delivery, never the secret. */
  static final String CREDENTIAL = "ce_credential";

  /** {@code false} where the body was not readable as an event; otherwise absent. */
  static final String READABLE = "ce_readable";

  /** {@code true} where the event has no id, so that {@link #ID} is random; otherwise absent. */
  static final String GENERATED_ID = "ce_generatedid";

  /** Identifies the replay that stored the record again; otherwise absent. */
  static final String REPLAY = "ce_replay";

  /** On dead letters: how many attempts failed. The timestamp of the record says when. */
  static final String ATTEMPTS = "ce_attempts";

  /** On dead letters: the class of the last failure. */
  static final String ERROR_TYPE = "ce_errortype";

  /** Before the name of a kept header of the request. */
  static final String HTTP_PREFIX = "http_";

  /** The type of a body that was not readable as an event. */
  static final String UNREADABLE_TYPE = "dev.keyhook.unreadable";

  private RecordHeaders() {}
}
