package dev.keyhook.subscriptions.internal;

import dev.keyhook.subscriptions.ApiException;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the error of a refusal, in the forms of vendors and proxies. Stateless. */
final class Refusal {

  private static final List<String> REQUEST_ID_HEADERS =
      List.of("X-Request-Id", "Request-Id", "X-Correlation-Id", "Apim-Request-Id", "CF-Ray");

  private static final Pattern NUMBERED =
      Pattern.compile("(?i)\\s*error\\s*code\\s*:?\\s*([0-9]{1,9})\\s*");

  private Refusal() {}

  static ApiException of(ApiCall call, HttpResponse response, Redaction redaction, Instant now) {
    Json body = Json.read(response.body());
    Json json = body == null ? Json.empty() : body;
    Json error =
        json.object("error"); // {"error": {"code", "message"}} is as common as the flat form
    return ApiException.builder(call.operation(), response.status())
        .code(redaction.clean(code(json, error)))
        .vendorMessage(
            redaction.clean(
                firstOf(json, error, "message", "error_description", "detail", "title")))
        .details(
            redaction.clean(firstOf(anything(json, error, "details"), json.anything("errors"))))
        .requestId(redaction.clean(requestId(response)))
        .retryAfter(response.retryAfter(now))
        .advice(advice(response.status()))
        .mayHaveHappened(!call.isSafe() && mayHaveHappened(response.status()))
        .build();
  }

  /** A gateway does not know whether the server behind it acted; 52x are Cloudflare's. */
  private static boolean mayHaveHappened(int status) {
    return switch (status) {
      case 408 -> true;
      case 501, 503, 505 -> false;
      default -> status >= 500;
    };
  }

  private static @Nullable String code(Json json, Json error) {
    // {"errors": {"Error Code: 34": ["..."]}} is a form that is in use; the number is the code.
    return firstOf(
        json.object("errors").names().stream()
            .map(NUMBERED::matcher)
            .filter(Matcher::matches)
            .map(found -> found.group(1))
            .findFirst()
            .orElse(null),
        firstOf(json, error, "code", "error", "errorCode"));
  }

  private static @Nullable String firstOf(@Nullable String first, @Nullable String second) {
    return first == null ? second : first;
  }

  private static @Nullable String firstOf(Json json, Json error, String... names) {
    for (String name : names) {
      String found = json.text(name).or(() -> error.text(name)).orElse(null);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static @Nullable String anything(Json json, Json error, String name) {
    String found = json.anything(name);
    return found == null ? error.anything(name) : found;
  }

  private static @Nullable String requestId(HttpResponse response) {
    return REQUEST_ID_HEADERS.stream()
        .map(response::header)
        .filter(value -> value != null && !value.isBlank())
        .findFirst()
        .orElse(null);
  }

  private static @Nullable String advice(int status) {
    if (status >= 300 && status < 400) {
      return "redirects are not followed, they would carry the credentials elsewhere;"
          + " set the base URL to where the API is now";
    }
    return switch (status) {
      case 400, 422 -> "the request is not accepted; see vendorMessage() and details()";
      case 401 -> "the credentials are not accepted; were they rotated or have they expired?";
      case 403 -> "these credentials do not allow it";
      case 404 -> "it does not exist at this URL; check the ids and the base URL";
      case 407 -> "a proxy requires credentials; see TransportSettings";
      case 409 -> "it conflicts with what is there already; look at the present state first";
      case 429 -> "too many requests; wait for retryAfter()";
      default -> status >= 500 ? "the vendor has a fault of its own; try again later" : null;
    };
  }
}
