package dev.keyhook.examples.recipes;

import dev.keyhook.WebhookRequest;
import dev.keyhook.WebhookResponse;
import dev.keyhook.webhooks.WebhookReceiver;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Receives webhooks in Vert.x. */
public final class VertxServer {

  private VertxServer() {}

  // region vertx
  /** Returns routes with a receiver at one path. */
  public static Router routes(Vertx vertx, String path, WebhookReceiver receiver) {
    Router router = Router.router(vertx);
    router
        .route(path)
        .handler(BodyHandler.create(false).setBodyLimit(receiver.maxBodyBytes())) // 413 beyond it
        .handler(
            context ->
                vertx
                    // Handlers may block, and Vert.x's event loop must not. In no order: they are
                    // independent, and EventBridge promises none either.
                    .executeBlocking(() -> receiver.receive(request(context)), false)
                    .onSuccess(answer -> send(context.response(), answer))
                    .onFailure(context::fail));
    return router;
  }

  private static WebhookRequest request(RoutingContext context) {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    context
        .request()
        .headers()
        .names()
        .forEach(name -> headers.put(name, context.request().headers().getAll(name)));
    byte[] body =
        context.body().buffer() == null ? new byte[0] : context.body().buffer().getBytes();
    return WebhookRequest.of(context.request().method().name(), headers, body);
  }

  private static void send(HttpServerResponse response, WebhookResponse answer) {
    answer.headers().forEach(response::putHeader);
    response.setStatusCode(answer.status()).end();
  }
  // endregion
}
