package dev.keyhook.examples.recipes;

import dev.keyhook.WebhookRequest;
import dev.keyhook.WebhookResponse;
import dev.keyhook.webhooks.WebhookReceiver;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.concurrent.Callable;

/** Receives webhooks in Vert.x. */
public final class VertxServer {

  private static final byte[] NO_BODY = {};

  private VertxServer() {}

  // region vertx
  /** Returns routes with a receiver at one path. */
  public static Router routes(Vertx vertx, String path, WebhookReceiver receiver) {
    Router router = Router.router(vertx);
    router.route(path).handler(context -> receiveHead(vertx, receiver, context));
    router
        .route(path)
        .handler(BodyHandler.create(false).setBodyLimit(receiver.maxBodyBytes())) // 413 beyond it
        .handler(context -> receive(vertx, receiver, context));
    return router;
  }

  /** Responds before the body is read, if the response does not depend on it. */
  private static void receiveHead(Vertx vertx, WebhookReceiver receiver, RoutingContext context) {
    context.request().pause();
    blocking(vertx, () -> receiver.receiveHead(request(context.request(), NO_BODY)))
        .onSuccess(
            early -> {
              if (early.isPresent()) {
                context.request().resume(); // without a handler the body is discarded
                send(context.response(), early.get());
              } else {
                context.next(); // the body handler resumes the request
              }
            })
        .onFailure(context::fail);
  }

  private static void receive(Vertx vertx, WebhookReceiver receiver, RoutingContext context) {
    Buffer buffer = context.body().buffer();
    byte[] body = buffer == null ? NO_BODY : buffer.getBytes();
    blocking(vertx, () -> receiver.receive(request(context.request(), body)))
        .onSuccess(response -> send(context.response(), response))
        .onFailure(context::fail);
  }

  /** Handlers may block, but the event loop of Vert.x must not. Requests need no order. */
  private static <T> Future<T> blocking(Vertx vertx, Callable<T> work) {
    return vertx.executeBlocking(work, false);
  }

  private static WebhookRequest request(HttpServerRequest request, byte[] body) {
    WebhookRequest.Builder builder =
        WebhookRequest.builder(request.method().name()).target(request.uri()).body(body);
    request.headers().forEach(builder::header);
    return builder.build();
  }

  private static void send(HttpServerResponse to, WebhookResponse response) {
    response.headers().forEach(to::putHeader);
    to.setStatusCode(response.status()).end(Buffer.buffer(response.body()));
  }
  // endregion
}
