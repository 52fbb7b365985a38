package dev.keyhook.spring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhook.Secret;
import dev.keyhook.WebhookRequest;
import dev.keyhook.events.schlagehome.SchlageHomeEvent;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvent;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import dev.keyhook.routing.EventContext;
import dev.keyhook.routing.EventRouter;
import dev.keyhook.testkit.schlagehome.SchlageHomeDeliveries;
import dev.keyhook.testkit.schlagehome.SchlageHomeSamples;
import dev.keyhook.testkit.smartphonekey.SmartphoneKeyDeliveries;
import dev.keyhook.testkit.smartphonekey.SmartphoneKeySamples;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Several accounts at one vendor have paths, secrets, keys and partner ids of their own. */
class AccountsTest {

  private static final String NORTH = "keyhook.smartphonekey.accounts.north.";
  private static final String SOUTH = "keyhook.smartphonekey.accounts.south.";

  private static final String[] PARTNERS = {
    NORTH + "path=/hooks/north",
    NORTH + "bearer-tokens=token-of-north",
    NORTH + "partner-id=acme-north",
    SOUTH + "path=/hooks/south",
    SOUTH + "header.name=X-Secret",
    SOUTH + "header.secrets=secret-of-south",
    SOUTH + "partner-id=acme-south"
  };

  private static final SmartphoneKeyDeliveries NORTH_SENDER =
      SmartphoneKeyDeliveries.withBearerToken(Secret.of("token-of-north"));
  private static final SmartphoneKeyDeliveries SOUTH_SENDER =
      SmartphoneKeyDeliveries.withSecretHeader("X-Secret", Secret.of("secret-of-south"));

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import(Handlers.class)
  static class Application {

    @Bean
    Received received() {
      return new Received();
    }
  }

  static class Handlers {

    private final Received received;

    Handlers(Received received) {
      this.received = received;
    }

    @WebhookHandler
    void smartphoneKey(SmartphoneKeyEvent event, EventContext context) {
      received.add(context.endpoint() + " " + event.partnerId().orElseThrow());
    }

    @WebhookHandler
    void schlageHome(SchlageHomeEvent event, EventContext context) {
      received.add(context.endpoint() + " " + event.type());
    }
  }

  private static byte[] keyAdded(String partner) {
    String sample = new String(SmartphoneKeySamples.keyAdded(), UTF_8);
    String body = sample.replace("acme-corp", partner);
    assertThat(body).isNotEqualTo(sample);
    return body.getBytes(UTF_8);
  }

  private static int status(
      ConfigurableApplicationContext context, String path, WebhookRequest request) {
    return context.getBean(WebhookEndpoints.class).at(path).receive(request).status();
  }

  @Test
  void eachAccountAcceptsOnlyItsOwnSenderAndPartner() throws Exception {
    try (ConfigurableApplicationContext context =
        TestApplications.noServer(Application.class, PARTNERS)) {
      WebhookRequest north = NORTH_SENDER.deliver(keyAdded("acme-north"));
      WebhookRequest south = SOUTH_SENDER.deliver(keyAdded("acme-south"));

      assertThat(status(context, "/hooks/north", north)).isEqualTo(204);
      assertThat(status(context, "/hooks/south", south)).isEqualTo(204);
      assertThat(context.getBean(Received.class).drain())
          .containsExactly("smartphonekey-north acme-north", "smartphonekey-south acme-south");
      assertThat(status(context, "/hooks/south", north))
          .as("the token of another account")
          .isEqualTo(401);
      assertThat(status(context, "/hooks/north", south))
          .as("the token of another account")
          .isEqualTo(401);
      assertThat(status(context, "/hooks/north", NORTH_SENDER.deliver(keyAdded("acme-south"))))
          .as("the event of another partner")
          .isEqualTo(403);
      assertThat(context.getBean(Received.class).drain()).isEmpty();
    }
  }

  @Test
  void accountsOfSchlageHomeHaveKeysOfTheirOwn() {
    SchlageHomeDeliveries north = SchlageHomeDeliveries.withNewKey();
    SchlageHomeDeliveries south = SchlageHomeDeliveries.withNewKey();
    byte[] body = SchlageHomeSamples.lockStateChanged();
    try (ConfigurableApplicationContext context =
        TestApplications.noServer(
            Application.class,
            "keyhook.schlage-home.accounts.north.path=/hooks/north",
            "keyhook.schlage-home.accounts.north.public-keys=" + north.publicKeyPem(),
            "keyhook.schlage-home.accounts.south.path=/hooks/south",
            "keyhook.schlage-home.accounts.south.public-keys=" + south.publicKeyPem())) {
      assertThat(status(context, "/hooks/north", north.deliver(body))).isEqualTo(204);
      assertThat(status(context, "/hooks/south", south.deliver(body))).isEqualTo(204);
      assertThat(context.getBean(Received.class).drain())
          .hasSize(2)
          .anyMatch(line -> line.startsWith("schlage-home-north "))
          .anyMatch(line -> line.startsWith("schlage-home-south "));
      assertThat(status(context, "/hooks/north", south.deliver(body))).isEqualTo(401);
    }
  }

  @Configuration(proxyBeanMethods = false)
  @AutoConfigureKeyhookTest
  @Import({DenyAllSecurity.class, Application.class})
  static class WithTestSenders {}

  @Test
  void theInboxSeparatesAccountsAndATestSimulatesEachSender() throws Exception {
    try (ConfigurableApplicationContext context =
        TestApplications.servletOn(
            Postgres.newDatabase(), WithTestSenders.class, withMainAccount())) {
      KeyhookTest keyhook = context.getBean(KeyhookTest.class);

      // The same event id at each endpoint: these are three events.
      assertThat(keyhook.smartphoneKey().deliver(keyAdded("acme-main")).status()).isEqualTo(204);
      assertThat(keyhook.smartphoneKey("north").deliver(keyAdded("acme-north")).status())
          .isEqualTo(204);
      assertThat(keyhook.smartphoneKey("south").deliver(keyAdded("acme-south")).status())
          .isEqualTo(204);
      keyhook.awaitHandled();

      assertThat(context.getBean(Received.class).drain())
          .containsExactlyInAnyOrder(
              "smartphonekey acme-main",
              "smartphonekey-north acme-north",
              "smartphonekey-south acme-south");
      assertThatThrownBy(() -> keyhook.smartphoneKey("west"))
          .hasMessageContaining("no endpoint smartphonekey-west");
      assertThatThrownBy(keyhook::schlageHome).hasMessageContaining("no endpoint schlage-home");
    }
  }

  private static String[] withMainAccount() {
    List<String> all = new ArrayList<>(List.of(PARTNERS));
    all.add("keyhook.smartphonekey.path=/hooks/main");
    all.add("keyhook.smartphonekey.partner-id=acme-main");
    return all.toArray(String[]::new);
  }

  @Configuration(proxyBeanMethods = false)
  @Import(Application.class)
  static class WithSuppliers {

    @Bean
    @Qualifier("smartphonekey-north")
    Supplier<Collection<Secret>> ofNorth() {
      return () -> List.of(Secret.of("token-of-north"));
    }

    @Bean
    @Qualifier("smartphonekey-south")
    Supplier<Collection<Secret>> ofSouth() {
      return () -> List.of(Secret.of("secret-of-south"));
    }

    @Bean
    Supplier<Collection<Secret>> withoutQualifier() {
      return () -> List.of(Secret.of("token-without-account"));
    }
  }

  @Test
  void aSupplierBeanServesTheAccountOfItsQualifier() {
    try (ConfigurableApplicationContext context =
        TestApplications.noServer(
            WithSuppliers.class,
            NORTH + "path=/hooks/north",
            SOUTH + "path=/hooks/south",
            SOUTH + "header.name=X-Secret")) {
      byte[] body = SmartphoneKeySamples.keyAdded();
      assertThat(status(context, "/hooks/north", NORTH_SENDER.deliver(body))).isEqualTo(204);
      assertThat(status(context, "/hooks/south", SOUTH_SENDER.deliver(body))).isEqualTo(204);
      assertThat(
              status(
                  context,
                  "/hooks/north",
                  SmartphoneKeyDeliveries.withBearerToken(Secret.of("token-without-account"))
                      .deliver(body)))
          .isEqualTo(401);
    }
  }

  @Configuration(proxyBeanMethods = false)
  @Import(Application.class)
  static class WithRouterOfSouth {

    @Bean
    EventRouter<SmartphoneKeyEvent> south(Received received) {
      return EventRouter.builder("smartphonekey-south", SmartphoneKeyEvents.parser(), Map.of())
          .otherwise(event -> received.add("router of south"))
          .build();
    }
  }

  @Test
  void aRouterBeanServesTheAccountOfItsEndpoint() {
    try (ConfigurableApplicationContext context =
        TestApplications.noServer(WithRouterOfSouth.class, PARTNERS)) {
      WebhookRequest north = NORTH_SENDER.deliver(keyAdded("acme-north"));
      WebhookRequest south = SOUTH_SENDER.deliver(keyAdded("acme-south"));

      assertThat(status(context, "/hooks/north", north)).isEqualTo(204);
      assertThat(status(context, "/hooks/south", south)).isEqualTo(204);
      assertThat(context.getBean(Received.class).drain())
          .containsExactly("smartphonekey-north acme-north", "router of south");
    }
  }
}
