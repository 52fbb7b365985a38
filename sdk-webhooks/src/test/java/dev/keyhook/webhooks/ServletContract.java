package dev.keyhook.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The contract of the servlet in each container. All containers have a read timeout for bodies. */
abstract class ServletContract extends ServerAdapterContract {

  @Test
  void neverRespondsWith4xxToABodyThatStalls() throws Exception {
    int port = startSmartphoneKey(Duration.ofMillis(300));
    for (String stalled : cuts(Requests.keyAdded("1", "acme-corp"))) {
      try (RawHttp http = new RawHttp(port)) {
        http.send(stalled);
        assertThat(http.status()).isIn(0, 500, 502, 503);
      }
    }
    assertThat(outcomes).isEmpty();
    assertThat(handled).isEmpty();

    assertThat(sendEvent(port, "1").statusCode()).isEqualTo(204);
  }
}
