package dev.keyhook.webhooks;

import dev.keyhook.DeliveryVerifier;
import dev.keyhook.Event;
import dev.keyhook.EventParser;
import dev.keyhook.WebhookRequest;
import dev.keyhook.WebhookResponse;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Receives the deliveries of one vendor: verifies each, stores it in an inbox or handles its
 * events, and returns the response.
 *
 * <p>Each vendor's class has a method {@code receiver}, see the packages below this one; for other
 * vendors use {@link #builder}. Pass each request to {@link #receive} from any server or framework,
 * or use {@link WebhookHttpHandler} or {@link WebhookServlet}.
 *
 * <p>{@link #receive} never throws, and responds only with a status of {@link Outcome}. Safe for
 * use by any number of threads, including virtual ones; no lock is held while a handler runs.
 */
public final class WebhookReceiver {

  private final DeliveryReception<?> reception;
  private final ResponseTable responses;
  private final Map<String, Function<WebhookRequest, WebhookResponse>> validations;
  private final int maxBodyBytes;
  private final Reporting reporting;

  WebhookReceiver(
      DeliveryReception<?> reception,
      ResponseTable responses,
      Map<String, Function<WebhookRequest, WebhookResponse>> validations,
      int maxBodyBytes,
      Reporting reporting) {
    this.reception = reception;
    this.responses = responses;
    this.validations = validations;
    this.maxBodyBytes = maxBodyBytes;
    this.reporting = reporting;
  }

  /**
   * Returns a builder of a receiver for another vendor.
   *
   * @param endpoint names the receiver in ids, metrics and log lines; not blank
   * @param verifier authenticates the sender
   * @param parser reads the vendor's events, within its own limits
   * @param <E> the vendor's event class
   */
  public static <E extends Event<?>> Builder<E> builder(
      String endpoint, DeliveryVerifier verifier, EventParser<E> parser) {
    return new Builder<>(endpoint, verifier, Objects.requireNonNull(parser, "parser"));
  }

  /** Returns the receiver's name. */
  public String endpoint() {
    return reporting.endpoint();
  }

  /** Returns the largest body in bytes that is accepted; do not read further than one more byte. */
  public int maxBodyBytes() {
    return maxBodyBytes;
  }

  /**
   * Receives a request, and returns when its events are stored or handled.
   *
   * <p>Send the response as it is: its status tells the sender whether to retry.
   *
   * @param request with the exact bytes received; a body over {@link #maxBodyBytes()} may be cut
   *     off after one more byte
   * @return the response; never an exception
   */
  public WebhookResponse receive(WebhookRequest request) {
    RequestReport report = new RequestReport(reporting, request);
    return respond(report, result(request, report));
  }

  /**
   * Decides by the head of a request whether to read its body. Call it before reading the body, so
   * that an unauthenticated sender cannot fill the memory.
   *
   * @param head the request without its body
   * @return the response, if the body must not be read; empty to read the body and call {@link
   *     #receive}
   */
  public Optional<WebhookResponse> receiveHead(WebhookRequest head) {
    if (declaredLength(head) > maxBodyBytes) {
      return Optional.of(respond(new RequestReport(reporting, head), Result.of(Outcome.TOO_LARGE)));
    } else if (validations.containsKey(head.method())) {
      return Optional.empty();
    } else if (!head.method().equals("POST")) {
      return Optional.of(
          respond(new RequestReport(reporting, head), Result.of(Outcome.METHOD_NOT_ALLOWED)));
    }
    Throwable refusal = reception.refusal(head);
    if (refusal == null) {
      return Optional.empty();
    }
    RequestReport report = new RequestReport(reporting, head);
    return Optional.of(respond(report, reception.refuse(refusal, report)));
  }

  private WebhookResponse respond(RequestReport report, Result result) {
    WebhookResponse response = responses.response(result);
    report.responded(result.outcome(), response);
    return response;
  }

  private Result result(WebhookRequest request, RequestReport report) {
    if (request.bodySize() > maxBodyBytes) {
      return Result.of(Outcome.TOO_LARGE);
    }
    Function<WebhookRequest, WebhookResponse> validation = validations.get(request.method());
    if (validation != null) {
      return validated(validation, request, report);
    }
    return request.method().equals("POST")
        ? reception.receive(request, report)
        : Result.of(Outcome.METHOD_NOT_ALLOWED);
  }

  private static Result validated(
      Function<WebhookRequest, WebhookResponse> validation,
      WebhookRequest request,
      RequestReport report) {
    try {
      return Result.validated(validation.apply(request));
    } catch (Throwable e) {
      return Failures.report(e, report);
    }
  }

  /** Returns the declared length of the body, or -1 if it is absent or not a number. */
  private static long declaredLength(WebhookRequest head) {
    List<String> lengths = head.header("Content-Length");
    try {
      return lengths.isEmpty() ? -1 : Long.parseLong(lengths.get(0).strip());
    } catch (NumberFormatException e) {
      return -1; // the server has its own rules for the length
    }
  }

  /**
   * Builds a {@link WebhookReceiver} for another vendor. Not safe for use by several threads.
   *
   * @param <E> the vendor's event class
   */
  public static final class Builder<E extends Event<?>> extends ReceiverBuilder<E, Builder<E>> {

    private Builder(String endpoint, DeliveryVerifier verifier, EventParser<E> parser) {
      super(endpoint, verifier, limits -> parser);
    }
  }
}
