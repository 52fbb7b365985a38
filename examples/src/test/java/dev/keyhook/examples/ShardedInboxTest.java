package dev.keyhook.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import dev.keyhook.inbox.InboxWorker;
import dev.keyhook.inbox.JdbcInbox;
import dev.keyhook.testkit.smartphonekey.SmartphoneKeyDeliveries;
import dev.keyhook.testkit.smartphonekey.SmartphoneKeySamples;
import dev.keyhook.webhooks.WebhookReceiver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardedInboxTest {

  private static final int SUBJECTS = 8;
  private static final int EVENTS_EACH = 5;

  @TempDir Path folder;

  private final SmartphoneKeyDeliveries sender = SmartphoneKeyDeliveries.withNewBearerToken();

  private record Handled(int shard, String subject, String id) {}

  @Test
  void keepsEachSubjectInOneShardAndInOrder() throws Exception {
    List<JdbcInbox> shards =
        List.of(JdbcInbox.file(folder.resolve("0.db")), JdbcInbox.file(folder.resolve("1.db")));
    BlockingQueue<Handled> handled = new LinkedBlockingQueue<>();
    List<InboxWorker> workers = new ArrayList<>();
    try (ShardedInbox inbox = new ShardedInbox(shards)) {
      WebhookReceiver receiver = ScaleSteps.receiver(sender.verifier(), inbox);
      for (int number = 0; number < EVENTS_EACH; number++) {
        for (int subject = 0; subject < SUBJECTS; subject++) {
          assertThat(receiver.receive(sender.deliver(body(subject, number))).status())
              .isEqualTo(204);
        }
      }
      for (int i = 0; i < shards.size(); i++) {
        int shard = i;
        workers.add(
            InboxWorker.of(shards.get(shard))
                .handle(
                    SmartphoneKeyEvents.router()
                        .otherwise(
                            event ->
                                handled.add(
                                    new Handled(shard, event.subject().orElseThrow(), event.id())))
                        .build())
                .start());
      }
      Map<String, List<String>> idsOfSubjects = new HashMap<>();
      Map<String, Integer> shardsOfSubjects = new HashMap<>();
      for (int i = 0; i < SUBJECTS * EVENTS_EACH; i++) {
        Handled next = handled.poll(30, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        idsOfSubjects.computeIfAbsent(next.subject(), s -> new ArrayList<>()).add(next.id());
        assertThat(shardsOfSubjects.computeIfAbsent(next.subject(), s -> next.shard()))
            .isEqualTo(next.shard());
      }

      assertThat(shardsOfSubjects.values()).contains(0, 1);
      assertThat(idsOfSubjects.values())
          .hasSize(SUBJECTS)
          .allSatisfy(ids -> assertThat(ids).isSorted());
    } finally {
      workers.forEach(InboxWorker::close);
    }
  }

  /** Returns a sample with another lock and another id, which sorts by number. */
  private static byte[] body(int subject, int number) {
    return new String(SmartphoneKeySamples.keyAdded(), UTF_8)
        .replaceFirst("\"id\":\"[^\"]*", "\"id\":\"" + subject + "-" + number)
        .replaceFirst("\"aggregateId\":\"[^\"]*", "\"aggregateId\":\"lock-" + subject)
        .getBytes(UTF_8);
  }
}
