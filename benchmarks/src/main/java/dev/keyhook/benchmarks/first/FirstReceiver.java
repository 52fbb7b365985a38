package dev.keyhook.benchmarks.first;

import dev.keyhook.Secret;
import dev.keyhook.WebhookRequest;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import dev.keyhook.events.smartphonekey.model.ResidentAdded;
import dev.keyhook.webhooks.WebhookReceiver;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyWebhooks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Keyhook's receiver: verifies, parses, deduplicates, and calls a handler that prints. */
public final class FirstReceiver {

  private FirstReceiver() {}

  /**
   * Runs it.
   *
   * @param args the body's file, the header with the credential, the secret
   */
  public static void main(String[] args) throws IOException {
    byte[] body = Files.readAllBytes(Path.of(args[0]));
    Map<String, List<String>> headers = Map.of("Authorization", List.of(args[1]));
    WebhookReceiver receiver =
        SmartphoneKeyWebhooks.receiver(SmartphoneKeyWebhooks.bearerVerifier(Secret.of(args[2])))
            .handle(
                SmartphoneKeyEvents.router()
                    .on(
                        ResidentAdded.class,
                        (resident, event) -> System.out.println(resident.name()))
                    .otherwise(event -> {})
                    .build())
            .build();
    receiver.receive(WebhookRequest.of("POST", headers, body));
  }
}
