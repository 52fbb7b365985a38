package dev.keyhook.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhook.Secret;
import dev.keyhook.WebhookRequest;
import dev.keyhook.events.schlagehome.SchlageHomeData;
import dev.keyhook.events.schlagehome.SchlageHomeEvents;
import dev.keyhook.events.smartphonekey.SmartphoneKeyData;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import dev.keyhook.webhooks.schlagehome.SchlageHomeWebhooks;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyWebhooks;
import dev.keyhook.webhooks.verification.InsecureVerification;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Any request gets a response of the table, and causes no exception. */
class HostileRequestsTest {

  private static final KeyPair PAIR = Signing.keyPair(2048);
  private static final Set<Integer> TABLE = Set.of(204, 401, 403, 405, 413, 500, 503);
  private static final String[] PIECES = {
    "{",
    "}",
    "[",
    "]",
    "\"",
    "\\",
    "\\u",
    "\\ud800",
    ":",
    ",",
    "null",
    "true",
    "1e999",
    "-",
    "0x",
    "\"id\"",
    "\"detail\":",
    "\"detail-type\":\"KeyAdded\"",
    "\"data\":{}",
    "\"trigger\":",
    "\"eventId\":\"\"",
    "\u0000",
    "é",
    "\ufeff",
    " ",
    "\"lockId\":{}",
    "\"partnerId\":[1]"
  };

  private final SplittableRandom random = new SplittableRandom(1848);

  @Test
  void smartphoneKeysReceiverRespondsByItsTable() {
    WebhookReceiver receiver =
        SmartphoneKeyWebhooks.receiver(
                SmartphoneKeyWebhooks.bearerVerifier(Secret.of(Requests.TOKEN)))
            .partnerId("acme-corp")
            .handle(
                SmartphoneKeyEvents.router()
                    .on(SmartphoneKeyData.class, (data, event) -> event.deviations())
                    .otherwise(event -> event.data())
                    .build())
            .onFailure((delivery, cause) -> {})
            .build();
    for (int i = 0; i < 30_000; i++) {
      byte[] body = body(Requests.keyAdded("" + random.nextInt(5), "acme-corp"));
      String authorization = random.nextInt(10) == 0 ? text(40) : "Bearer " + Requests.TOKEN;
      WebhookRequest request =
          WebhookRequest.of(method(), Map.of("Authorization", List.of(authorization)), body);
      assertThat(TABLE).contains(receiver.receive(request).status());
    }
  }

  @Test
  void schlageHomesReceiverRespondsByItsTable() {
    WebhookReceiver receiver =
        SchlageHomeWebhooks.receiver(SchlageHomeWebhooks.signatureVerifier(PAIR.getPublic()))
            .handle(
                SchlageHomeEvents.router()
                    .on(SchlageHomeData.class, (data, event) -> event.deviations())
                    .otherwise(event -> event.data())
                    .build())
            .onFailure((delivery, cause) -> {})
            .build();
    for (int i = 0; i < 2_000; i++) {
      byte[] body = body(Requests.lockStateChanged("" + random.nextInt(5)));
      WebhookRequest request =
          random.nextInt(4) == 0
              ? WebhookRequest.of(method(), Map.of("WebHook-Signature", List.of(text(400))), body)
              : Signing.carrying(Signing.sign(PAIR.getPrivate(), Signing.RIGHT, body), body);
      assertThat(TABLE).contains(receiver.receive(request).status());
    }
  }

  @Test
  void aBodyOfOpeningBracketsIsUnreadable() {
    WebhookReceiver receiver =
        SmartphoneKeyWebhooks.receiver(InsecureVerification.acceptEveryone())
            .handle(SmartphoneKeyEvents.router().otherwise(event -> {}).build())
            .onFailure((delivery, cause) -> {})
            .build();
    for (String piece : List.of("[", "{\"a\":", "{\"detail\":", "\"", "\\", "9")) {
      byte[] body =
          Arrays.copyOf(piece.repeat((1 << 20) / piece.length()).getBytes(UTF_8), 1 << 20);
      assertThat(receiver.receive(Requests.post(Map.of(), body)).status()).isEqualTo(500);
    }
  }

  private String method() {
    return random.nextInt(20) == 0 ? text(10) : "POST";
  }

  private byte[] body(String genuine) {
    StringBuilder body = new StringBuilder(genuine);
    int changes = random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(body.length() + 1);
      switch (random.nextInt(4)) {
        case 0 -> body.insert(at, PIECES[random.nextInt(PIECES.length)]);
        case 1 -> body.setLength(at);
        case 2 -> body.delete(at, Math.min(body.length(), at + random.nextInt(30)));
        default -> body.insert(at, text(5));
      }
    }
    byte[] bytes = body.toString().getBytes(UTF_8);
    if (bytes.length > 0 && random.nextInt(5) == 0) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    return bytes;
  }

  private String text(int longest) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(longest + 1);
    for (int i = 0; i < length; i++) {
      text.append((char) random.nextInt(random.nextInt(4) == 0 ? 65536 : 128));
    }
    return text.toString();
  }
}
