package dev.keyhook.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhook.Secret;
import dev.keyhook.WebhookRequest;
import dev.keyhook.WebhookResponse;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvent;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import dev.keyhook.inbox.InboxAdmin;
import dev.keyhook.inbox.InboxEvent;
import dev.keyhook.inbox.InboxFilter;
import dev.keyhook.routing.InboxListener.Attempt;
import dev.keyhook.routing.InboxListener.Backlog;
import dev.keyhook.routing.NonRetryableException;
import dev.keyhook.telemetry.MicrometerListener;
import dev.keyhook.testkit.HttpSender;
import dev.keyhook.testkit.smartphonekey.SmartphoneKeyDeliveries;
import dev.keyhook.testkit.smartphonekey.SmartphoneKeySamples;
import dev.keyhook.webhooks.DeliverySummary;
import dev.keyhook.webhooks.Outcome;
import dev.keyhook.webhooks.ReceiverListener;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/** Operators see deliveries, the backlog and dead letters, and no secret. */
class ActuatorTest {

  private static final Path OPERATIONS =
      Path.of(System.getProperty("keyhook.root", ".."), "docs", "operations");

  private static final AtomicReference<DeliverySummary> SUMMARY = new AtomicReference<>();

  private static ConfigurableApplicationContext context;

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import(Handlers.class)
  static class Application {

    @Bean
    ReceiverListener.Factory lastSummary() {
      return (endpoint, request) ->
          new ReceiverListener() {
            @Override
            public void responded(
                DeliverySummary delivery, Outcome outcome, WebhookResponse response) {
              SUMMARY.set(delivery);
            }
          };
    }

    @Bean
    SecurityFilterChain openToTheTest(HttpSecurity http) throws Exception {
      http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll());
      http.csrf(csrf -> csrf.disable());
      return http.build();
    }
  }

  static class Handlers {
    @WebhookHandler
    void rest(SmartphoneKeyEvent event) {
      throw new NonRetryableException("refused by the test");
    }
  }

  @BeforeAll
  static void start() throws Exception {
    context =
        TestApplications.servletOn(
            Postgres.newDatabase(),
            Application.class,
            "app.token=an-agreed-token",
            "app.other-token=a-token-of-north",
            "keyhook.smartphonekey.path=/hook",
            "keyhook.smartphonekey.bearer-tokens=${app.token}",
            "keyhook.smartphonekey.accounts.north.path=/hooks/north",
            "keyhook.smartphonekey.accounts.north.bearer-tokens=${app.other-token}",
            "keyhook.health.max-dead-letters=0",
            "management.endpoints.web.exposure.include=*",
            "management.endpoint.health.show-details=always",
            "management.endpoint.health.probes.enabled=true",
            "management.endpoint.env.show-values=always",
            "management.endpoint.configprops.show-values=always");
    SmartphoneKeyDeliveries sender =
        SmartphoneKeyDeliveries.withBearerToken(Secret.of("an-agreed-token"));
    HttpSender http = to("/hook");
    assertThat(http.send(sender.deliver(SmartphoneKeySamples.keyAdded())).status()).isEqualTo(204);
    assertThat(http.send(sender.forged(SmartphoneKeySamples.keyAdded())).status()).isEqualTo(401);
    InboxAdmin admin = context.getBean(InboxAdmin.class);
    Until.holds("a dead letter", () -> admin.count(InboxFilter.all().deadLetters()) > 0);
  }

  @AfterAll
  static void stop() {
    context.close();
  }

  private static HttpSender to(String path) {
    return HttpSender.to(URI.create("http://127.0.0.1:" + TestApplications.port(context) + path));
  }

  private static String get(String path) {
    return new String(
        to(path).send(WebhookRequest.builder("GET").build()).body(), StandardCharsets.UTF_8);
  }

  @Test
  void healthShowsLastDeliveriesAndDeadLettersAndKeepsItsLimits() {
    assertThat(get("/actuator/health/keyhook"))
        .contains("\"status\":\"DOWN\"")
        .contains("\"lastDeliveries\":{\"smartphonekey\":\"20")
        .contains("\"deadLetters\":1");
  }

  @Test
  void livenessDoesNotDependOnTheInbox() {
    assertThat(get("/actuator/health/liveness"))
        .contains("\"status\":\"UP\"")
        .doesNotContain("keyhook");
  }

  @Test
  void theEndpointRetriesADeadLetterIfItMayWrite() throws Exception {
    InboxAdmin admin = context.getBean(InboxAdmin.class);
    KeyhookEndpoint endpoint = new KeyhookEndpoint(context.getBean(InboxHealth.class), admin, true);
    String id = SmartphoneKeyEvents.parser().parseUnverified(SmartphoneKeySamples.keyAdded()).id();

    assertThat(endpoint.retry("smartphonekey", "no such id").getBody())
        .containsEntry("retried", 0L);
    assertThat(endpoint.retry("smartphonekey", id).getBody()).containsEntry("retried", 1L);

    Until.holds("the retry fails", () -> admin.count(InboxFilter.all().id(id).deadLetters()) == 1);
    assertThat(admin.show(id)).singleElement().matches(InboxEvent::isReplay);
  }

  @Test
  void theEndpointListsDeadLettersAndRefusesToWriteUnlessEnabled() {
    assertThat(get("/actuator/keyhook")).contains("\"deadLetters\":1");
    assertThat(get("/actuator/keyhook/smartphonekey"))
        .contains("\"type\":\"KeyAdded\"", "NonRetryableException")
        .doesNotContain("refused by the test");
    assertThat(
            to("/actuator/keyhook/smartphonekey")
                .send(WebhookRequest.builder("POST").build())
                .status())
        .isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/actuator/env", "/actuator/configprops"})
  void secretsAreMaskedEvenWhereValuesAreShown(String path) {
    assertThat(get(path))
        .contains("/hooks/north")
        .doesNotContain("an-agreed-token", "a-token-of-north");
  }

  @Test
  void theDashboardAndTheAlertsUseMetricsThatExist() throws Exception {
    reportEverything(context.getBean(MicrometerListener.class));
    Set<String> scraped = names(get("/actuator/prometheus"));

    for (String file : Set.of("grafana-dashboard.json", "rules.yml", "rules-test.yml")) {
      assertThat(names(Files.readString(OPERATIONS.resolve(file))))
          .as("metrics in %s", file)
          .isNotEmpty()
          .isSubsetOf(scraped);
    }
  }

  @Test
  void deliveriesAndAttemptsAreObservedWithoutConfiguration() throws Exception {
    assertThat(get("/actuator/prometheus"))
        .contains(
            "keyhook_delivery_seconds_count",
            "keyhook_store_seconds_count",
            "keyhook_attempt_seconds_count");
  }

  /** Creates the meters that need a failure. */
  private static void reportEverything(MicrometerListener metrics) {
    metrics.backlog(new Backlog("other", 1, 1, 1, Duration.ZERO, 1, true));
    metrics.appendFailed(1, new IllegalStateException());
    metrics.databaseFailed(new IllegalStateException());
    metrics.paused("other", new IllegalStateException());
    metrics.slow(SUMMARY.get());
    metrics.leaseLost(
        new Attempt(
            "other",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            1,
            Instant.EPOCH,
            false,
            new TreeMap<>()));
  }

  private static Set<String> names(String text) {
    Set<String> names = new TreeSet<>();
    Pattern.compile("keyhook_[a-z_]+").matcher(text).results().forEach(m -> names.add(m.group()));
    return names;
  }
}
