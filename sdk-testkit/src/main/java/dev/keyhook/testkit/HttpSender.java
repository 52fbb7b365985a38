package dev.keyhook.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhook.WebhookRequest;
import dev.keyhook.WebhookResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Sends requests to a server over HTTP with the JDK's client: for tests that include your server
 * and framework.
 *
 * <pre>{@code
 * HttpSender http = HttpSender.to(URI.create("http://localhost:8080/hooks/schlage-home"));
 * assertThat(http.send(sender.deliver(body)).status()).isEqualTo(204);
 * }</pre>
 *
 * <p>Headers and body are sent as they are in the request, header names in lower case as in HTTP/2.
 * A request's target is ignored: all requests go to one URL. The timeout is 30 seconds, and no
 * redirect is followed. Safe for use by any number of threads. For tests only.
 */
public final class HttpSender {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** Headers that the client sets itself. */
  private static final Set<String> SET_BY_CLIENT =
      Set.of("connection", "content-length", "expect", "host", "transfer-encoding", "upgrade");

  private final URI url;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();

  private HttpSender(URI url) {
    this.url = url;
  }

  /**
   * Returns a sender to a URL.
   *
   * @param url {@code http} or {@code https}
   * @throws IllegalArgumentException if it has another scheme
   */
  public static HttpSender to(URI url) {
    HttpRequest.newBuilder(url);
    return new HttpSender(url);
  }

  /**
   * Sends a request and waits for the response.
   *
   * @throws UncheckedIOException if there is no response
   */
  public WebhookResponse send(WebhookRequest request) {
    try {
      return response(client.send(http(request), HttpResponse.BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException("No response from " + url, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new InterruptedIOException("Interrupted"));
    }
  }

  /**
   * Sends requests at the same time, and waits for all responses.
   *
   * @return the responses in the order of the requests
   * @throws UncheckedIOException if a request gets no response
   */
  public List<WebhookResponse> sendAtOnce(List<WebhookRequest> requests) {
    List<CompletableFuture<HttpResponse<byte[]>>> running = new ArrayList<>();
    for (WebhookRequest request : requests) {
      running.add(client.sendAsync(http(request), HttpResponse.BodyHandlers.ofByteArray()));
    }
    try {
      return running.stream().map(CompletableFuture::join).map(HttpSender::response).toList();
    } catch (CompletionException e) {
      throw new UncheckedIOException(
          "No response from " + url,
          e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause()));
    }
  }

  /**
   * Returns a command for a POSIX shell that sends the request, on several lines. It contains the
   * secret, if the request does.
   *
   * @throws IllegalArgumentException if the body is not UTF-8 text, or contains a null character
   */
  public String curl(WebhookRequest request) {
    StringBuilder line = new StringBuilder("curl -i -X ").append(request.method());
    line.append(' ').append(quoted(url.toString()));
    for (String name : request.headerNames()) {
      for (String value : request.header(name)) {
        line.append(" \\\n  -H ").append(quoted(name + ": " + value));
      }
    }
    if (request.bodySize() > 0) {
      line.append(" \\\n  --data-raw ").append(quoted(text(request)));
    }
    return line.toString();
  }

  private HttpRequest http(WebhookRequest request) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(url)
            .timeout(TIMEOUT)
            .method(
                request.method(),
                request.bodySize() == 0
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(request.body()));
    for (String name : request.headerNames()) {
      if (!SET_BY_CLIENT.contains(name)) {
        request.header(name).forEach(value -> builder.header(name, value));
      }
    }
    return builder.build();
  }

  private static WebhookResponse response(HttpResponse<byte[]> response) {
    Map<String, String> headers = new HashMap<>();
    response
        .headers()
        .map()
        .forEach((name, values) -> headers.put(name, String.join(", ", values)));
    return WebhookResponse.of(response.statusCode(), headers, response.body());
  }

  private static String text(WebhookRequest request) {
    try {
      String text = UTF_8.newDecoder().decode(request.bodyBuffer()).toString();
      if (text.indexOf('\0') < 0) {
        return text;
      }
    } catch (CharacterCodingException e) {
      // Reported below.
    }
    throw new IllegalArgumentException("The body is not text, so a command line cannot contain it");
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
