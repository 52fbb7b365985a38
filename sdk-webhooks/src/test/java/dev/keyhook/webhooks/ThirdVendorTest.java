package dev.keyhook.webhooks;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.example.bell.BellData.Rung;
import com.example.bell.BellData.Visitor;
import com.example.bell.BellEvents;
import com.example.bell.BellWebhooks;
import dev.keyhook.WebhookRequest;
import dev.keyhook.WebhookResponse;
import dev.keyhook.webhooks.verification.InsecureVerification;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A vendor that the library does not support can use everything that the two supported vendors use.
 */
class ThirdVendorTest {

  private final List<String> seen = new ArrayList<>();
  private final WebhookReceiver receiver =
      BellWebhooks.receiver(BellWebhooks.checksumVerifier())
          .site("home")
          .handle(
              BellEvents.router()
                  .on(Rung.class, (rung, event) -> seen.add("rung at " + rung.door()))
                  .on(Visitor.class, (visitor, event) -> seen.add("visitor: " + event.type()))
                  .on("doorbell-stolen", event -> seen.add("stolen"))
                  .otherwise(event -> seen.add("otherwise: " + event.type()))
                  .build())
          .build();

  @Test
  void itsEventsAreRoutedByClassFamilyAndName() {
    assertThat(status("{'id':'1','type':'rung','site':'home','door':'front'}")).isEqualTo(204);
    assertThat(status("{'id':'2','type':'knocked','site':'home'}")).isEqualTo(204);
    assertThat(status("{'id':'3','type':'doorbell-stolen','site':'home'}")).isEqualTo(204);
    assertThat(status("{'id':'4','type':'battery-low','site':'home','percent':'3'}"))
        .isEqualTo(204);

    assertThat(seen)
        .containsExactly("rung at front", "visitor: knocked", "stolen", "otherwise: battery-low");
  }

  @Test
  void itsReceiverRespondsInTheSameWay() {
    String rung = "{'id':'1','type':'rung','site':'home','door':'front'}";

    assertThat(status(rung)).isEqualTo(204);
    assertThat(status(rung)).isEqualTo(204);
    assertThat(status("{'id':'2','type':'rung','site':'elsewhere'}")).isEqualTo(403);
    assertThat(status("")).isEqualTo(204);
    assertThat(status("ring ring")).isEqualTo(500);
    assertThat(receiver.receive(Requests.post("{}")).status()).isEqualTo(401);
    assertThat(seen).containsExactly("rung at front");
  }

  @Test
  void itsChallengeIsSentBack() {
    WebhookResponse response =
        receiver.receive(WebhookRequest.builder("GET").target("/hook?challenge=a1b2").build());

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.headers()).containsEntry("Content-Type", "text/plain");
    assertThat(new String(response.body(), US_ASCII)).isEqualTo("a1b2");
    assertThat(receiver.receive(WebhookRequest.builder("PUT").build()).headers())
        .containsEntry("Allow", "GET, POST");
  }

  @Test
  void itNeedsNoBuilderOfItsOwn() {
    WebhookReceiver plain =
        WebhookReceiver.builder("door", InsecureVerification.acceptEveryone(), BellEvents.parser())
            .handle(
                BellEvents.router()
                    .on(Rung.class, (rung, event) -> seen.add(rung.door() + event.site()))
                    .otherwise(event -> {})
                    .build())
            .build();

    plain.receive(Requests.post("{\"type\":\"rung\",\"site\":\"home\",\"door\":\"front\"}"));

    assertThat(seen).containsExactly("fronthome");
    assertThat(plain.endpoint()).isEqualTo("door");
  }

  private int status(String json) {
    byte[] body = json.replace('\'', '"').getBytes(UTF_8);
    return receiver
        .receive(
            Requests.post(Map.of("X-Bell-Checksum", List.of(BellWebhooks.checksum(body))), body))
        .status();
  }
}
