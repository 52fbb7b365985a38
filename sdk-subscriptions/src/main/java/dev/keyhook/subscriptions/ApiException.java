package dev.keyhook.subscriptions;

import dev.keyhook.KeyhookException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The vendor answered, and the answer is no.
 *
 * <p>What to do depends on {@link #status()}, {@link #code()} and {@link #retryAfter()}. The
 * message of this exception is ours; the vendor's own words are in {@link #vendorMessage()} and
 * {@link #details()}. Whatever was sent as a credential is replaced by {@code ***} in all of them,
 * should the vendor repeat it.
 *
 * <p>If an operation that may be repeated was repeated, this is the last answer.
 */
public final class ApiException extends KeyhookException {

  private static final long serialVersionUID = 1;
  private static final Pattern PLAIN_CODE = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

  private final String operation;
  private final int status;
  private final @Nullable String code;
  private final @Nullable String vendorMessage;
  private final @Nullable String details;
  private final @Nullable String requestId;
  private final @Nullable Duration retryAfter;

  private ApiException(Builder builder) {
    super(message(builder));
    this.operation = builder.operation;
    this.status = builder.status;
    this.code = builder.code;
    this.vendorMessage = builder.vendorMessage;
    this.details = builder.details;
    this.requestId = builder.requestId;
    this.retryAfter = builder.retryAfter;
  }

  /**
   * Returns a builder of such an error, for tests of code that handles it.
   *
   * @param operation class and method of the client that was called, with a dot between them
   * @param status the HTTP status code
   */
  public static Builder builder(String operation, int status) {
    return new Builder(operation, status);
  }

  /** Returns class and method of the client that was called, with a dot between them. */
  public String operation() {
    return operation;
  }

  /** Returns the HTTP status code. */
  public int status() {
    return status;
  }

  /** Returns the vendor's code for the error, if it sent one. */
  public Optional<String> code() {
    return Optional.ofNullable(code);
  }

  /**
   * Returns the vendor's own words, if it sent any, cut after 1000 characters.
   *
   * <p>They may quote what was sent, a URL or an address for example: think before you log them.
   */
  public Optional<String> vendorMessage() {
    return Optional.ofNullable(vendorMessage);
  }

  /**
   * Returns the vendor's details, if it sent any, as text or as JSON text, cut after 1000
   * characters.
   *
   * <p>No vendor documents their shape. They may quote what was sent.
   */
  public Optional<String> details() {
    return Optional.ofNullable(details);
  }

  /** Returns the vendor's id of the request, for a support case, if the answer carries one. */
  public Optional<String> requestId() {
    return Optional.ofNullable(requestId);
  }

  /**
   * Returns how long the vendor wants to be left alone, if it says so; at most a day.
   *
   * <p>From {@code Retry-After} in either form (RFC 9110 section 10.2.3), counted from the moment
   * of the answer.
   */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  private static String message(Builder answer) {
    StringBuilder text = new StringBuilder(answer.operation);
    text.append(" was answered with status ").append(answer.status);
    if (answer.code != null && PLAIN_CODE.matcher(answer.code).matches()) {
      text.append(" (").append(answer.code).append(')');
    }
    if (answer.advice != null) {
      text.append(": ").append(answer.advice);
    }
    return text.toString();
  }

  /** Builds an {@link ApiException}. Not safe for use by several threads. */
  public static final class Builder {

    private final String operation;
    private final int status;
    private @Nullable String code;
    private @Nullable String vendorMessage;
    private @Nullable String details;
    private @Nullable String requestId;
    private @Nullable Duration retryAfter;
    private @Nullable String advice;

    private Builder(String operation, int status) {
      this.operation = Objects.requireNonNull(operation, "operation");
      this.status = status;
    }

    /** Sets {@link ApiException#code()}. */
    public Builder code(@Nullable String code) {
      this.code = code;
      return this;
    }

    /** Sets {@link ApiException#vendorMessage()}. */
    public Builder vendorMessage(@Nullable String vendorMessage) {
      this.vendorMessage = vendorMessage;
      return this;
    }

    /** Sets {@link ApiException#details()}. */
    public Builder details(@Nullable String details) {
      this.details = details;
      return this;
    }

    /** Sets {@link ApiException#requestId()}. */
    public Builder requestId(@Nullable String requestId) {
      this.requestId = requestId;
      return this;
    }

    /** Sets {@link ApiException#retryAfter()}. */
    public Builder retryAfter(@Nullable Duration retryAfter) {
      this.retryAfter = retryAfter;
      return this;
    }

    /** Sets what the message tells people to do. */
    public Builder advice(@Nullable String advice) {
      this.advice = advice;
      return this;
    }

    /** Returns the error. */
    public ApiException build() {
      return new ApiException(this);
    }
  }
}
