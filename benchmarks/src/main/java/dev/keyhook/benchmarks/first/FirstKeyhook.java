package dev.keyhook.benchmarks.first;

import dev.keyhook.DeliveryVerifier;
import dev.keyhook.Secret;
import dev.keyhook.VerifiedDelivery;
import dev.keyhook.WebhookRequest;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import dev.keyhook.events.smartphonekey.model.ResidentAdded;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyWebhooks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Keyhook: verifies and parses one body, and prints a name from it. */
public final class FirstKeyhook {

  private FirstKeyhook() {}

  /**
   * Runs it.
   *
   * @param args the body's file, the header with the credential, the secret
   */
  public static void main(String[] args) throws IOException {
    byte[] body = Files.readAllBytes(Path.of(args[0]));
    Map<String, List<String>> headers = Map.of("Authorization", List.of(args[1]));
    DeliveryVerifier verifier = SmartphoneKeyWebhooks.bearerVerifier(Secret.of(args[2]));
    VerifiedDelivery delivery = verifier.verify(WebhookRequest.of("POST", headers, body));
    if (SmartphoneKeyEvents.parser().parse(delivery).data() instanceof ResidentAdded resident) {
      System.out.println(resident.name());
    }
  }
}
