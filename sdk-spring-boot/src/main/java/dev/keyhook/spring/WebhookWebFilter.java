package dev.keyhook.spring;

import dev.keyhook.WebhookRequest;
import dev.keyhook.WebhookResponse;
import dev.keyhook.webhooks.WebhookReceiver;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Receives webhooks in a reactive web server, before any other filter sees the request. Storing and
 * handling block, so they run on a separate scheduler. If its queue is full, or the body is cut or
 * takes too long, the response is 503.
 */
final class WebhookWebFilter implements WebFilter, Ordered {

  private static final byte[] NO_BODY = {};

  private static final WebhookResponse RETRY_LATER =
      WebhookResponse.of(503, Map.of("Retry-After", "10"));

  /**
   * The context key of a hook for dropped errors of one subscription, which Reactor does not
   * publish as a constant. Reactor Netty reports a reset connection twice, and Reactor logs the
   * second report as an error. The public hook in {@code Hooks} would change the whole application.
   */
  private static final String ON_ERROR_DROPPED = "reactor.onErrorDropped.local";

  private final Supplier<WebhookEndpoints> endpoints;
  private final Scheduler scheduler;
  private final Duration readTimeout;

  WebhookWebFilter(
      Supplier<WebhookEndpoints> endpoints, Scheduler scheduler, Duration readTimeout) {
    this.endpoints = endpoints;
    this.scheduler = scheduler;
    this.readTimeout = readTimeout;
  }

  @Override
  public int getOrder() {
    return HIGHEST_PRECEDENCE;
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    WebhookReceiver receiver = endpoints.get().at(path(exchange.getRequest()));
    return receiver == null
        ? chain.filter(exchange)
        : receive(receiver, exchange.getRequest())
            .flatMap(response -> send(exchange.getResponse(), response));
  }

  private Mono<WebhookResponse> receive(WebhookReceiver receiver, ServerHttpRequest request) {
    WebhookRequest.Builder received = head(request);
    WebhookRequest head = received.build();
    return onScheduler(() -> receiver.receiveHead(head))
        .flatMap(
            early ->
                early.map(Mono::just).orElseGet(() -> receiveBody(receiver, request, received)))
        .onErrorReturn(RejectedExecutionException.class, RETRY_LATER);
  }

  private Mono<WebhookResponse> receiveBody(
      WebhookReceiver receiver, ServerHttpRequest request, WebhookRequest.Builder received) {
    return body(request, receiver.maxBodyBytes() + 1L)
        .flatMap(
            read ->
                read.isEmpty()
                    ? Mono.just(RETRY_LATER)
                    : onScheduler(() -> receiver.receive(received.body(read.get()).build())));
  }

  /**
   * Runs work to its end even if the sender disconnects: a cancelled subscription would interrupt
   * it, and a handler that takes longer than the sender waits would never complete.
   */
  private <T> Mono<T> onScheduler(Supplier<T> work) {
    return Mono.fromFuture(() -> CompletableFuture.supplyAsync(work, scheduler::schedule), true);
  }

  /** Reads the body up to a limit; empty if it is incomplete or takes too long. */
  private Mono<Optional<byte[]>> body(ServerHttpRequest request, long limit) {
    return DataBufferUtils.join(DataBufferUtils.takeUntilByteCount(request.getBody(), limit))
        .map(WebhookWebFilter::bytes)
        .defaultIfEmpty(NO_BODY)
        .timeout(readTimeout)
        .map(
            body -> isComplete(request, body, limit) ? Optional.of(body) : Optional.<byte[]>empty())
        .onErrorReturn(Optional.empty())
        .contextWrite(
            context ->
                context.put(ON_ERROR_DROPPED, (Consumer<Throwable>) WebhookWebFilter::ignore));
  }

  private static void ignore(Throwable error) {
    // The request has already failed with the first report.
  }

  private static byte[] bytes(DataBuffer buffer) {
    byte[] body = new byte[buffer.readableByteCount()];
    buffer.read(body);
    DataBufferUtils.release(buffer);
    return body;
  }

  private static boolean isComplete(ServerHttpRequest request, byte[] body, long limit) {
    return body.length >= Math.min(limit, request.getHeaders().getContentLength());
  }

  /** Returns the path within the application, decoded and without parameters of its segments. */
  private static String path(ServerHttpRequest request) {
    StringBuilder path = new StringBuilder();
    for (PathContainer.Element element : request.getPath().pathWithinApplication().elements()) {
      path.append(
          element instanceof PathContainer.PathSegment segment
              ? segment.valueToMatch()
              : element.value());
    }
    return path.toString();
  }

  private static WebhookRequest.Builder head(ServerHttpRequest request) {
    String path = request.getURI().getRawPath();
    String query = request.getURI().getRawQuery();
    WebhookRequest.Builder builder =
        WebhookRequest.builder(request.getMethod().name())
            .target(query == null ? path : path + "?" + query);
    // In Spring 7 HttpHeaders is not a Map.
    request.getHeaders().forEach((name, values) -> values.forEach(v -> builder.header(name, v)));
    return builder;
  }

  private static Mono<Void> send(ServerHttpResponse response, WebhookResponse answer) {
    if (!response.setStatusCode(HttpStatusCode.valueOf(answer.status()))) {
      return Mono.empty(); // the connection broke
    }
    answer.headers().forEach((name, value) -> response.getHeaders().set(name, value));
    byte[] body = answer.body();
    if (body.length == 0) {
      return response.setComplete();
    }
    response.getHeaders().setContentLength(body.length);
    return response.writeWith(Mono.just(response.bufferFactory().wrap(body)));
  }
}
