package dev.keyhook.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhook.WebhookRequest;
import dev.keyhook.testkit.HttpSender;
import dev.keyhook.testkit.schlagehome.SchlageHomeDeliveries;
import dev.keyhook.testkit.schlagehome.SchlageHomeSamples;
import dev.keyhook.testkit.smartphonekey.SmartphoneKeyDeliveries;
import dev.keyhook.testkit.smartphonekey.SmartphoneKeySamples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableReceiverTest {

  @TempDir Path folder;

  private final SmartphoneKeyDeliveries smartphoneKey =
      SmartphoneKeyDeliveries.withNewBearerToken();
  private final SchlageHomeDeliveries schlageHome = SchlageHomeDeliveries.withNewKey();
  private final BlockingQueue<String> handled = new LinkedBlockingQueue<>();

  @Test
  void storesAndHandlesEventsOfBothVendorsOnce() throws Exception {
    WebhookRequest key = smartphoneKey.deliver(SmartphoneKeySamples.keyAdded());
    try (DurableReceiver receiver = start(handled::add)) {
      // region http
      HttpSender sender = HttpSender.to(receiver.url().resolve("/hooks/smartphonekey"));

      assertThat(sender.send(key).status()).isEqualTo(204);
      assertThat(sender.send(key).status()).isEqualTo(204); // a duplicate
      // endregion
      assertThat(next()).isEqualTo("key for lock 4321");
      assertThat(
              send(
                  receiver,
                  "/hooks/schlage-home",
                  schlageHome.deliver(SchlageHomeSamples.lockStateChanged())))
          .isEqualTo(204);
      assertThat(next()).startsWith("change of lock ");
      assertThat(
              send(
                  receiver,
                  "/hooks/schlage-home",
                  schlageHome.tampered(SchlageHomeSamples.commandSucceeded())))
          .isEqualTo(401);
    }
    assertThat(handled).isEmpty();
  }

  @Test
  void handlesAfterARestartWhatItStoredBefore() throws Exception {
    Consumer<String> failing =
        line -> {
          handled.add("failed: " + line);
          throw new IllegalStateException("The other system is down");
        };
    // region restart
    WebhookRequest key = smartphoneKey.deliver(SmartphoneKeySamples.keyAdded());
    try (DurableReceiver receiver = start(failing)) { // its handlers throw
      assertThat(send(receiver, "/hooks/smartphonekey", key)).isEqualTo(204);
      assertThat(next()).isEqualTo("failed: key for lock 4321");
    }
    handled.clear();

    try (DurableReceiver receiver = start(handled::add)) { // on the same file
      assertThat(next()).isEqualTo("key for lock 4321");
      assertThat(send(receiver, "/hooks/smartphonekey", key)).isEqualTo(204); // a duplicate
    }
    assertThat(handled).isEmpty();
    // endregion
  }

  private DurableReceiver start(Consumer<String> log) throws IOException {
    return new DurableReceiver(
        folder.resolve("keyhook.db"), 0, smartphoneKey.secret(), schlageHome.publicKey(), log);
  }

  private static int send(DurableReceiver receiver, String path, WebhookRequest request) {
    return HttpSender.to(receiver.url().resolve(path)).send(request).status();
  }

  private String next() throws InterruptedException {
    return handled.poll(30, TimeUnit.SECONDS);
  }
}
