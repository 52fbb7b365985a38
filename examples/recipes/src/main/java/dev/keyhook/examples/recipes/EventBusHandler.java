package dev.keyhook.examples.recipes;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.keyhook.WebhookRequest;
import dev.keyhook.WebhookResponse;
import dev.keyhook.webhooks.WebhookReceiver;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/** Handles events that a rule of EventBridge sends to AWS Lambda, without any HTTP in between. */
// region event-bus
public final class EventBusHandler implements RequestStreamHandler {

  private final WebhookReceiver receiver;

  /**
   * Makes a handler; Lambda wants a subclass with a constructor without parameters.
   *
   * @param receiver with {@code InsecureVerification.acceptEveryone()}: here it is the function's
   *     resource policy that says who may call
   */
  public EventBusHandler(WebhookReceiver receiver) {
    this.receiver = receiver;
  }

  @Override
  public void handleRequest(InputStream event, OutputStream result, Context context)
      throws IOException {
    WebhookResponse answer =
        receiver.receive(WebhookRequest.of("POST", Map.of(), event.readAllBytes()));
    if (answer.status() >= 500) {
      throw new IllegalStateException("Not handled; AWS tries again: " + answer);
    }
  }
}
// endregion
