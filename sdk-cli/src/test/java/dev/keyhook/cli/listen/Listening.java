package dev.keyhook.cli.listen;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyhook.Secret;
import dev.keyhook.cli.Json;
import dev.keyhook.cli.catalogue.Vendor;
import dev.keyhook.testkit.schlagehome.SchlageHomeDeliveries;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyWebhooks;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A server under test, and requests to it. */
final class Listening implements AutoCloseable {

  static final String SECRET = "the-secret-of-this-test";

  private final ListenServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  private Listening(ListenServer server) {
    this.server = server;
  }

  static Listening start(String pageToken, String inbox) throws Exception {
    return start(pageToken, inbox, 0);
  }

  /** Starts a server whose handlers fail in a share of the attempts. */
  static Listening start(String pageToken, String inbox, double failShare) throws Exception {
    Secret secret = Secret.of(SECRET);
    SchlageHomeDeliveries schlage = SchlageHomeDeliveries.withNewKey();
    Map<Vendor, VendorEndpoint> endpoints =
        Map.of(
            Vendor.SMARTPHONEKEY,
            new VendorEndpoint(
                Vendor.SMARTPHONEKEY,
                SmartphoneKeyWebhooks.bearerVerifier(secret),
                body -> Map.of("Authorization", "Bearer " + SECRET),
                body -> Map.of("Authorization", "Bearer guessed")),
            Vendor.SCHLAGE_HOME,
            new VendorEndpoint(
                Vendor.SCHLAGE_HOME,
                schlage.verifier(),
                body ->
                    Map.of(
                        "WebHook-Signature",
                        schlage.deliver(body).header("WebHook-Signature").get(0)),
                body -> Map.of()));
    ListenSettings settings =
        new ListenSettings(
            0,
            InetAddress.getLoopbackAddress(),
            "localhost",
            pageToken,
            endpoints,
            new Redaction(List.of(SECRET), Set.of()),
            null,
            new Handling(null, failShare),
            inbox,
            null);
    return new Listening(ListenServer.start(settings, delivery -> {}, problem -> {}));
  }

  URI base() {
    return server.base();
  }

  int port() {
    return server.base().getPort();
  }

  /** Delivers a body to SmartphoneKey's endpoint. */
  int deliver(String body, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base().resolve(Vendor.SMARTPHONEKEY.path() + "?token=" + SECRET))
            .header("Authorization", "Bearer " + SECRET)
            .POST(HttpRequest.BodyPublishers.ofString(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  HttpResponse<String> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(base().resolve(path));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> post(String path, String body, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base().resolve(path))
            .POST(HttpRequest.BodyPublishers.ofString(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Sends a sample from the page. */
  JsonNode sample(String type, SampleFault fault) throws Exception {
    HttpResponse<String> response =
        post(
            "/api/send",
            Json.compact(Json.object().put("type", type).put("fault", fault.name())),
            "Origin",
            base().toString(),
            "Content-Type",
            "application/json");
    return Json.mapper().readTree(response.body());
  }

  JsonNode json(String path) throws Exception {
    return Json.mapper().readTree(get(path).body());
  }

  @Override
  public void close() {
    server.close(0);
  }
}
