package dev.keyhook.testkit.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A response of a fake.
 *
 * @param status the HTTP status code
 * @param headers beside Content-Type
 * @param json the body, null for none
 */
public record FakeResponse(int status, Map<String, String> headers, @Nullable String json) {

  /** Returns a response with a JSON object. */
  public static FakeResponse of(int status, Map<String, ? extends @Nullable Object> json) {
    return new FakeResponse(status, Map.of(), JsonText.of(json));
  }

  /** Returns a response without a body. */
  public static FakeResponse empty(int status) {
    return new FakeResponse(status, Map.of(), null);
  }

  /** Returns an error in the form {@code code}, {@code message}, {@code details}. */
  public static FakeResponse error(int status, String code, String message, String... details) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("code", code);
    members.put("message", message);
    members.put("details", List.of(details));
    return of(status, members);
  }

  byte[] body() {
    return json == null ? new byte[0] : json.getBytes(UTF_8);
  }
}
