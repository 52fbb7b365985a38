package dev.keyhook.testkit.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer of a fake.
 *
 * @param status the HTTP status code
 * @param headers beside Content-Type
 * @param json the body, null for none
 */
public record FakeAnswer(int status, Map<String, String> headers, @Nullable String json) {

  /** Returns an answer with a JSON object. */
  public static FakeAnswer of(int status, Map<String, ? extends @Nullable Object> json) {
    return new FakeAnswer(status, Map.of(), FakeJson.text(json));
  }

  /** Returns an answer without a body. */
  public static FakeAnswer empty(int status) {
    return new FakeAnswer(status, Map.of(), null);
  }

  /** Returns an error in the form {@code code}, {@code message}, {@code details}. */
  public static FakeAnswer error(int status, String code, String message, String... details) {
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
