package dev.keyhook.examples.recipes;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.keyhook.WebhookRequest;
import dev.keyhook.webhooks.WebhookReceiver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Handles events that a rule of EventBridge has put into an SQS queue. */
// region queue
public final class QueueHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {

  private final WebhookReceiver receiver;

  /**
   * Makes a handler; Lambda wants a subclass with a constructor without parameters.
   *
   * @param receiver with {@code InsecureVerification.acceptEveryone()}: here it is the queue's
   *     policy that says who may write
   */
  public QueueHandler(WebhookReceiver receiver) {
    this.receiver = receiver;
  }

  @Override
  public SQSBatchResponse handleRequest(SQSEvent batch, Context context) {
    // Only what failed comes again; the event source mapping needs ReportBatchItemFailures.
    List<BatchItemFailure> failures = new ArrayList<>();
    for (SQSEvent.SQSMessage message : batch.getRecords()) {
      byte[] body = message.getBody().getBytes(UTF_8);
      if (receiver.receive(WebhookRequest.of("POST", Map.of(), body)).status() >= 500) {
        failures.add(new BatchItemFailure(message.getMessageId()));
      }
    }
    return new SQSBatchResponse(failures);
  }
}
// endregion
