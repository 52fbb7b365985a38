package dev.keyhook.testkit.schlagehome;

import dev.keyhook.WebhookRequest;
import dev.keyhook.WebhookResponse;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Sends the validation request to a callback URL. Immutable. */
final class Callback {

  private final Duration limit;
  private final Function<WebhookRequest, WebhookResponse> receiver;
  private final @Nullable URI origin;

  Callback(Duration limit) {
    this(limit, request -> WebhookResponse.of(204), null);
  }

  private Callback(
      Duration limit, Function<WebhookRequest, WebhookResponse> receiver, @Nullable URI origin) {
    this.limit = limit;
    this.receiver = receiver;
    this.origin = origin;
  }

  Callback answeredBy(Function<WebhookRequest, WebhookResponse> receiver) {
    return new Callback(limit, Objects.requireNonNull(receiver, "receiver"), null);
  }

  Callback answeredAt(URI origin) {
    return new Callback(limit, receiver, Objects.requireNonNull(origin, "origin"));
  }

  Callback within(Duration limit) {
    return new Callback(Objects.requireNonNull(limit, "limit"), receiver, origin);
  }

  /** Returns what is wrong with the response; null if it is valid. */
  @Nullable String validate(URI url) {
    try {
      int status = origin == null ? asked(url) : sent(origin, url);
      return status >= 200 && status < 300 ? null : "The response was " + status;
    } catch (IOException e) {
      return "There was no response within " + limit;
    }
  }

  private int asked(URI url) {
    WebhookRequest request =
        WebhookRequest.of("OPTIONS", Map.of("Host", List.of(url.getHost())), new byte[0]);
    return receiver.apply(request).status();
  }

  private int sent(URI server, URI url) throws IOException {
    String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    URI target = server.resolve((url.getRawPath().isEmpty() ? "/" : url.getRawPath()) + query);
    HttpURLConnection connection = (HttpURLConnection) target.toURL().openConnection();
    try {
      connection.setRequestMethod("OPTIONS");
      connection.setInstanceFollowRedirects(false);
      connection.setConnectTimeout((int) limit.toMillis());
      connection.setReadTimeout((int) limit.toMillis());
      return connection.getResponseCode();
    } finally {
      connection.disconnect();
    }
  }
}
