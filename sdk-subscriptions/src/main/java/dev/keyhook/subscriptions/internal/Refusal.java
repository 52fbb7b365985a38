package dev.keyhook.subscriptions.internal;

import dev.keyhook.subscriptions.ApiException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads why the vendor says no, from whatever form its answer has. Stateless. */
final class Refusal {

  private static final List<String> REQUEST_ID_HEADERS =
      List.of("X-Request-Id", "Request-Id", "X-Correlation-Id", "Apim-Request-Id", "CF-Ray");

  private Refusal() {}

  static ApiException of(ApiCall call, Wire.Answer answer, Redaction redaction, Instant now) {
    Json body = Json.read(answer.body());
    Json json = body == null ? Json.empty() : body;
    Json error =
        json.object("error"); // {"error": {"code", "message"}} is as common as the flat form
    return ApiException.builder(call.operation(), answer.status())
        .code(redaction.clean(firstOf(json, error, "code", "error", "errorCode")))
        .vendorMessage(
            redaction.clean(firstOf(json, error, "message", "error_description", "title")))
        .details(redaction.clean(anything(json, error, "details")))
        .requestId(redaction.clean(requestId(answer)))
        .retryAfter(answer.retryAfter(now))
        .advice(advice(answer.status()))
        .build();
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

  private static @Nullable String requestId(Wire.Answer answer) {
    return REQUEST_ID_HEADERS.stream()
        .map(answer::header)
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
      case 404 -> "there is no such thing at this URL; check the ids and the base URL";
      case 409 -> "it conflicts with what is there already; look at the present state first";
      case 429 -> "too many requests; wait for retryAfter()";
      default -> status >= 500 ? "the vendor has a fault of its own; try again later" : null;
    };
  }
}
