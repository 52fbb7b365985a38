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
 * Sends requests to a server over real HTTP, with the JDK's own client: for tests of the whole way,
 * server and framework included.
 *
 * <pre>{@code
 * HttpSender http = HttpSender.to(URI.create("http://localhost:8080/hooks/schlage-home"));
 * assertThat(http.send(sender.deliver(body)).status()).isEqualTo(204);
 * }</pre>
 *
 * <p>Headers and body go out as they are in the request; names of headers in lower case, as in
 * HTTP/2. It waits 30 seconds for an answer, and follows no redirect. Safe for use by any number of
 * threads. For tests only.
 */
public final class HttpSender {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** What the client writes itself. */
  private static final Set<String> NOT_OURS =
      Set.of("connection", "content-length", "expect", "host", "transfer-encoding", "upgrade");

  private final URI url;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();

  private HttpSender(URI url) {
    this.url = url;
  }

  /**
   * Returns a sender to an address.
   *
   * @param url {@code http} or {@code https}
   * @throws IllegalArgumentException if it is something else
   */
  public static HttpSender to(URI url) {
    HttpRequest.newBuilder(url);
    return new HttpSender(url);
  }

  /**
   * Sends a request and waits for the answer.
   *
   * @throws UncheckedIOException if there is none
   */
  public WebhookResponse send(WebhookRequest request) {
    try {
      return answer(client.send(http(request), HttpResponse.BodyHandlers.discarding()));
    } catch (IOException e) {
      throw new UncheckedIOException("No answer from " + url, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new InterruptedIOException("Interrupted"));
    }
  }

  /**
   * Sends requests all at the same time, and waits for their answers.
   *
   * @return the answers in the order of the requests
   * @throws UncheckedIOException if one of them gets none
   */
  public List<WebhookResponse> sendAtOnce(List<WebhookRequest> requests) {
    List<CompletableFuture<HttpResponse<Void>>> running = new ArrayList<>();
    for (WebhookRequest request : requests) {
      running.add(client.sendAsync(http(request), HttpResponse.BodyHandlers.discarding()));
    }
    try {
      return running.stream().map(CompletableFuture::join).map(HttpSender::answer).toList();
    } catch (CompletionException e) {
      throw new UncheckedIOException(
          "No answer from " + url,
          e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause()));
    }
  }

  /**
   * Returns a command line that sends the request from a POSIX shell, in several lines. It contains
   * the secret, if the request does.
   *
   * @throws IllegalArgumentException if the body is not text in UTF-8, which no command line can
   *     hold
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
      if (!NOT_OURS.contains(name)) {
        request.header(name).forEach(value -> builder.header(name, value));
      }
    }
    return builder.build();
  }

  private static WebhookResponse answer(HttpResponse<Void> response) {
    Map<String, String> headers = new HashMap<>();
    response
        .headers()
        .map()
        .forEach((name, values) -> headers.put(name, String.join(", ", values)));
    return WebhookResponse.of(response.statusCode(), headers);
  }

  private static String text(WebhookRequest request) {
    try {
      String text = UTF_8.newDecoder().decode(request.bodyBuffer()).toString();
      if (text.indexOf('\0') < 0) {
        return text;
      }
    } catch (CharacterCodingException e) {
      // Said below.
    }
    throw new IllegalArgumentException("The body is not text, so no command line can hold it");
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
