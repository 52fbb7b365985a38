package dev.keyhook.subscriptions.internal;

import static dev.keyhook.subscriptions.ApiServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhook.Secret;
import dev.keyhook.subscriptions.ApiServer;
import dev.keyhook.subscriptions.PreflightOptions;
import dev.keyhook.subscriptions.TransportSettings;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PreflightPinningTest {

  @Test
  void aNameThatChangesItsAddressAfterTheCheckDoesNotGetTheRequest() throws Exception {
    InetAddress checked = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    InetAddress rebound = InetAddress.getByAddress(new byte[] {127, 0, 0, 2});
    AtomicInteger lookups = new AtomicInteger();
    TransportSettings settings = TransportSettings.defaults();
    Wire wire =
        new Wire(settings, host -> List.of(lookups.getAndIncrement() == 0 ? checked : rebound));
    try (ApiServer server = ApiServer.start();
        HttpApi api =
            new HttpApi(BaseUrl.of(URI.create("http://localhost")), settings, List::of, wire)) {
      server.always(json(204, ""));
      URI url = URI.create("http://rebinding.example:" + server.url().getPort() + "/in");

      var report =
          Preflight.check(
              api,
              url,
              new Preflight.Probe("POST", "{}", Duration.ofSeconds(5)),
              PreflightOptions.defaults()
                  .sending("X-Key", Secret.of("s3cret"))
                  .allowHost("rebinding.example"));

      assertThat(lookups).hasValue(1);
      assertThat(server.received()).as("%s", report).hasSize(1);
      assertThat(server.received().get(0).header("Host")).startsWith("rebinding.example");
    }
  }
}
