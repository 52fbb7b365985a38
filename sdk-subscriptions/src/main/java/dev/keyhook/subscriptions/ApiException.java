package dev.keyhook.subscriptions;

import dev.keyhook.KeyhookException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The vendor refused a request, or failed to carry it out.
 *
 * <p>What to do depends on {@link #status()}, {@link #code()}, {@link #isRetryable()} and {@link
 * #mayHaveHappened()}. The message of this exception is Keyhook's; the vendor's text is in {@link
 * #vendorMessage()} and {@link #details()}.
 *
 * <p>If the vendor repeats a secret that this call sent, it is replaced by {@code ***} in all of
 * them: in any letter case, plain, percent-encoded, form-encoded, escaped for JSON or HTML, or in
 * Base64. A secret that is transformed in another way, or that this call did not send, is not
 * recognized.
 *
 * <p>If the request was retried, this is the last response.
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
  private final boolean mayHaveHappened;

  private ApiException(Builder builder) {
    super(message(builder));
    this.operation = builder.operation;
    this.status = builder.status;
    this.code = builder.code;
    this.vendorMessage = builder.vendorMessage;
    this.details = builder.details;
    this.requestId = builder.requestId;
    this.retryAfter = builder.retryAfter;
    this.mayHaveHappened = builder.mayHaveHappened;
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
   * Returns the vendor's message, if it sent one, cut after 1000 characters.
   *
   * <p>They may quote the request, for example a URL or an address: consider this before you log
   * them.
   */
  public Optional<String> vendorMessage() {
    return Optional.ofNullable(vendorMessage);
  }

  /**
   * Returns the vendor's details, if it sent any, as text or as JSON text, cut after 1000
   * characters.
   *
   * <p>No vendor documents their form. They may quote the request.
   */
  public Optional<String> details() {
    return Optional.ofNullable(details);
  }

  /** Returns the vendor's id of the request, for a support case, if the response has one. */
  public Optional<String> requestId() {
    return Optional.ofNullable(requestId);
  }

  /**
   * Returns how long the vendor asks clients to wait, if the response states it; at most a day.
   *
   * <p>From {@code Retry-After} in either form (RFC 9110 section 10.2.3), counted from the arrival
   * of the response.
   */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /**
   * Returns whether the same request may succeed later: after the statuses 408, 425, 429 and 5xx,
   * except 501 and 505. Wait for {@link #retryAfter()}, and look at {@link #mayHaveHappened()}
   * first.
   */
  public boolean isRetryable() {
    return switch (status) {
      case 408, 425, 429 -> true;
      case 501, 505 -> false;
      default -> status >= 500;
    };
  }

  /**
   * Returns whether the vendor may have carried out the operation despite this response, as after
   * 502 and 504: check the current state before you retry a request that creates something.
   */
  public boolean mayHaveHappened() {
    return mayHaveHappened;
  }

  private static String message(Builder refusal) {
    StringBuilder text = new StringBuilder(refusal.operation);
    text.append(" failed with status ").append(refusal.status);
    if (refusal.code != null && PLAIN_CODE.matcher(refusal.code).matches()) {
      text.append(" (").append(refusal.code).append(')');
    }
    if (refusal.advice != null) {
      text.append(": ").append(refusal.advice);
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
    private boolean mayHaveHappened;

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

    /** Sets {@link ApiException#mayHaveHappened()}, false unless set. */
    public Builder mayHaveHappened(boolean mayHaveHappened) {
      this.mayHaveHappened = mayHaveHappened;
      return this;
    }

    /** Sets the advice at the end of the message. */
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
