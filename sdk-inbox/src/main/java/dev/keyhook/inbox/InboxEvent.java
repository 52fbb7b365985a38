package dev.keyhook.inbox;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;

/**
 * A stored event without its body. Ids, types and subjects of more than 1,000 characters are
 * shortened.
 *
 * @param endpoint the receiver that stored it
 * @param id its id; empty if it has none
 * @param type its type; empty if it was not readable when it arrived
 * @param subject what it is about; empty if it does not say
 * @param lane the key of its lane in the tables, as hexadecimal digits
 * @param position its position in its lane
 * @param state whether it waits, was handled, or is a dead letter
 * @param attempts how many attempts failed: of a dead letter, and of the first event of a lane that
 *     waits
 * @param error the class of the last failure
 * @param errorMessage its message, if messages are kept
 * @param receivedAt when it arrived, by the receiver's clock
 * @param time when it happened, by the sender's clock
 * @param sequence its number within its subject
 * @param isReplay whether it is a copy made by a replay or retry
 * @param isReadable whether it was readable as an event when it arrived
 * @param credential the label of the secret or key that authenticated it
 * @param headers the stored headers, names in lower case
 * @param bodyKeyId the name of the key that encrypts its body; empty if it is not encrypted
 * @param bodySize the size of the stored body in bytes
 */
public record InboxEvent(
    String endpoint,
    Optional<String> id,
    Optional<String> type,
    Optional<String> subject,
    String lane,
    long position,
    State state,
    int attempts,
    Optional<String> error,
    Optional<String> errorMessage,
    Instant receivedAt,
    Optional<Instant> time,
    OptionalLong sequence,
    boolean isReplay,
    boolean isReadable,
    String credential,
    SortedMap<String, List<String>> headers,
    Optional<String> bodyKeyId,
    long bodySize) {

  /**
   * The state of an event. Later versions may add constants: a {@code switch} needs a {@code
   * default}.
   */
  public enum State {
    /** It waits, or is being handled. */
    WAITING,
    /** It waits in a parked lane, until the lane is resumed. */
    PARKED,
    /** It was handled. */
    HANDLED,
    /** It is a dead letter: its attempts have ended without success. */
    DEAD_LETTER
  }

  /** Omits all text from the sender. */
  @Override
  public String toString() {
    return "InboxEvent[" + endpoint + ", " + state + ", " + bodySize + " bytes]";
  }
}
