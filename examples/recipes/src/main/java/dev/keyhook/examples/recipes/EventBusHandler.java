package dev.keyhook.examples.recipes;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvent;
import dev.keyhook.routing.EventRouter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Handles events that an EventBridge rule sends to AWS Lambda directly, without HTTP. */
// region event-bus
public final class EventBusHandler implements RequestStreamHandler {

  private final EventRouter<SmartphoneKeyEvent> router;

  /**
   * Creates a handler. Lambda needs a subclass with a no-argument constructor.
   *
   * <p>The sender is authenticated by the function's resource policy. Lambda invokes a function at
   * least once, so handlers must tolerate duplicates.
   */
  public EventBusHandler(EventRouter<SmartphoneKeyEvent> router) {
    this.router = router;
  }

  @Override
  public void handleRequest(InputStream event, OutputStream result, Context context)
      throws IOException {
    // If this throws, for example for an unreadable event, Lambda retries twice and then sends the
    // event to the function's failure destination. Configure one.
    router.handle(router.parser().parseUnverified(event.readAllBytes()));
  }
}
// endregion
