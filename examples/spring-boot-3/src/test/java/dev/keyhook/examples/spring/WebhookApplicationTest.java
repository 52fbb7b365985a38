package dev.keyhook.examples.spring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import java.util.Queue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

class WebhookApplicationTest {

  private static final String TOKEN = "an-agreed-secret";
  private static final String EVENT =
      """
      {"version":"0","id":"1","detail-type":"Future","source":"spk.api","detail":{"partnerId":"x",\
      "data":{"name":"Zoë"}}}""";
  private static final String SCHLAGE_EVENT =
      """
      {"eventId":"a1","trigger":"Future","data":{"name":"Zoë"}}""";

  private static KeyPair pair;
  private static ConfigurableApplicationContext context;
  private static String address;

  @BeforeAll
  static void start() throws Exception {
    pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
    String pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded())
            + "\n-----END PUBLIC KEY-----";
    context =
        SpringApplication.run(
            WebhookApplication.class,
            "--server.port=0",
            "--server.address=127.0.0.1",
            "--spring.main.banner-mode=off",
            "--logging.level.root=off",
            "--hooks.smartphonekey.token=" + TOKEN,
            "--hooks.schlagehome.key=" + pem);
    address = "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port");
  }

  @AfterAll
  static void stop() {
    context.close();
  }

  @BeforeEach
  void forgetOtherTests() {
    received().clear();
  }

  @Test
  void receivesInAController() throws Exception {
    assertThat(send(post("/hooks/smartphonekey", EVENT).header("Authorization", "Bearer " + TOKEN)))
        .isEqualTo(204);
    assertThat(received()).containsExactly("Future");
    assertThat(send(post("/hooks/smartphonekey", EVENT))).isEqualTo(401);
    assertThat(
            send(
                post("/hooks/smartphonekey", "hello")
                    .header("Authorization", "Bearer " + TOKEN)
                    .header("Content-Type", "application/json")))
        .as("Spring does not parse the body")
        .isEqualTo(500);
    assertThat(
            send(
                post("/hooks/smartphonekey", "")
                    .header("Authorization", "Bearer " + TOKEN)
                    .header("Content-Type", "nonsense")))
        .as("the vendor's verification POST")
        .isEqualTo(204);
    assertThat(send(post("/hooks/smartphonekey", " ".repeat((1 << 20) + 1)))).isEqualTo(413);
    assertThat(send(HttpRequest.newBuilder(uri("/hooks/smartphonekey")).GET())).isEqualTo(405);
  }

  @Test
  void receivesInAServlet() throws Exception {
    String path = "/hooks/schlagehome?env=test";

    assertThat(send(post(path, SCHLAGE_EVENT).header("WebHook-Signature", sign(SCHLAGE_EVENT))))
        .isEqualTo(204);
    assertThat(
            send(post(path, SCHLAGE_EVENT + "\n").header("WebHook-Signature", sign(SCHLAGE_EVENT))))
        .isEqualTo(401);
    assertThat(send(HttpRequest.newBuilder(uri(path)).method("OPTIONS", BodyPublishers.noBody())))
        .isEqualTo(204);
    assertThat(received()).containsExactly("Future");
  }

  @SuppressWarnings("unchecked")
  private static Queue<String> received() {
    return context.getBean("received", Queue.class);
  }

  private static String sign(String body) throws Exception {
    Signature signature = Signature.getInstance("RSASSA-PSS");
    signature.setParameter(
        new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
    signature.initSign(pair.getPrivate());
    signature.update(body.getBytes(UTF_8));
    return Base64.getEncoder().encodeToString(signature.sign());
  }

  private static URI uri(String path) {
    return URI.create(address + path);
  }

  private static HttpRequest.Builder post(String path, String body) {
    return HttpRequest.newBuilder(uri(path)).POST(BodyPublishers.ofString(body));
  }

  private static int send(HttpRequest.Builder request) throws Exception {
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.discarding()).statusCode();
  }
}
