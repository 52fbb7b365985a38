package dev.keyhook.webhooks.verification;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.keyhook.DeliveryVerificationException;
import dev.keyhook.DeliveryVerificationException.Reason;
import dev.keyhook.WebhookRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * The id and the time stamp that are signed before the body, as {@code id.timestamp.body}.
 *
 * <p>The id must not contain a full stop. Otherwise id and body of one signed delivery could be cut
 * at another place and make a second one with the same signature.
 */
final class SignedHeaders {

  private static final int MAX_ID_LENGTH = 256;

  /** Seconds since 1970 have ten digits until the year 2286. */
  private static final int MAX_TIMESTAMP_LENGTH = 12;

  private final CredentialHeader id;
  private final CredentialHeader timestamp;
  private final Duration tolerance;
  private final Clock clock;

  /**
   * Creates them.
   *
   * @throws IllegalArgumentException if no header can have one of the names
   */
  SignedHeaders(String idHeader, String timestampHeader, Duration tolerance, Clock clock) {
    this.id = new CredentialHeader(idHeader, MAX_ID_LENGTH);
    this.timestamp = new CredentialHeader(timestampHeader, MAX_TIMESTAMP_LENGTH);
    this.tolerance = tolerance;
    this.clock = clock;
  }

  /**
   * Returns what is signed before the body, whatever the time is.
   *
   * @throws DeliveryVerificationException if a header is missing or malformed
   */
  byte[] prefix(WebhookRequest request) {
    return (readId(request) + "." + readTimestamp(request) + ".").getBytes(US_ASCII);
  }

  /**
   * Refuses a time stamp that is further from the clock than the tolerance, in either direction.
   *
   * @throws DeliveryVerificationException if it is, or the header is missing or malformed
   */
  void requireCurrent(WebhookRequest request) {
    Instant signedAt = Instant.ofEpochSecond(Long.parseLong(readTimestamp(request)));
    Duration age = Duration.between(signedAt, clock.instant());
    if (age.abs().compareTo(tolerance) > 0) {
      throw timestamp.refuse(
          Reason.TIMESTAMP_OUT_OF_TOLERANCE,
          age.isNegative()
              ? "is too far in the future; compare this machine's clock with the sender's"
              : "is too old: the delivery was delayed or replayed, or a clock is wrong");
    }
  }

  private String readId(WebhookRequest request) {
    String value = id.read(request);
    if (!CredentialHeader.isPrintable(value) || value.indexOf('.') >= 0) {
      throw id.refuse(
          Reason.HEADER_MALFORMED, "contains a full stop or characters that are not printable");
    }
    return value;
  }

  private String readTimestamp(WebhookRequest request) {
    String value = timestamp.read(request);
    if (!value.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw timestamp.refuse(Reason.HEADER_MALFORMED, "is not a number of seconds since 1970");
    }
    return value;
  }
}
