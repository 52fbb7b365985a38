package dev.keyhook.examples.recipes;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvent;
import dev.keyhook.routing.EventContext;
import dev.keyhook.routing.EventRouter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Handles events that an EventBridge rule has put into an SQS queue. */
// region queue
public final class QueueHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {

  private final EventRouter<SmartphoneKeyEvent> router;

  /**
   * Creates a handler. Lambda needs a subclass with a no-argument constructor.
   *
   * <p>The sender is authenticated by the queue's policy. SQS delivers a message at least once, so
   * handlers must tolerate duplicates.
   */
  public QueueHandler(EventRouter<SmartphoneKeyEvent> router) {
    this.router = router;
  }

  /**
   * Handles a batch, and returns the messages that failed, so that only they are retried: the event
   * source mapping needs {@code ReportBatchItemFailures}. Give the queue a redrive policy, which
   * moves a message that fails again and again, such as an unreadable one, to a dead-letter queue.
   */
  @Override
  public SQSBatchResponse handleRequest(SQSEvent batch, Context context) {
    List<BatchItemFailure> failures = new ArrayList<>();
    for (SQSMessage message : batch.getRecords()) {
      try {
        byte[] body = message.getBody().getBytes(UTF_8);
        router.handle(router.parser().parseUnverified(body), attempt(message));
      } catch (RuntimeException e) {
        context.getLogger().log("Message " + message.getMessageId() + " failed: " + e);
        failures.add(new BatchItemFailure(message.getMessageId()));
      }
    }
    return new SQSBatchResponse(failures);
  }

  private static EventContext attempt(SQSMessage message) {
    Map<String, String> attributes = message.getAttributes();
    String received = attributes == null ? null : attributes.get("ApproximateReceiveCount");
    return EventContext.builder("sqs")
        .attempt(received == null ? 1 : Integer.parseInt(received))
        .build();
  }
}
// endregion
