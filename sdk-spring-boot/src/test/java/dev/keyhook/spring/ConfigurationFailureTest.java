package dev.keyhook.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.keyhook.Secret;
import dev.keyhook.events.schlagehome.SchlageHomeEvent;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvent;
import dev.keyhook.store.Inbox;
import dev.keyhook.testkit.schlagehome.SchlageHomeDeliveries;
import dev.keyhook.testkit.smartphonekey.SmartphoneKeyDeliveries;
import dev.keyhook.testkit.smartphonekey.SmartphoneKeySamples;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.jdbc.datasource.AbstractDataSource;

/** A wrong configuration fails the start, and the analysis says what to write. */
class ConfigurationFailureTest {

  private static final String PATH = "keyhook.smartphonekey.path=/hook";
  private static final String TOKEN = "keyhook.smartphonekey.bearer-tokens=t0p-s3cret";

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import(Handlers.class)
  static class Application {}

  static class Handlers {
    @WebhookHandler
    void smartphoneKey(SmartphoneKeyEvent event) {}

    @WebhookHandler
    void schlageHome(SchlageHomeEvent event) {}
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class WithoutHandlers {}

  private static FailureAnalysis analysisOf(Class<?> application, String... properties) {
    Throwable failure =
        catchThrowable(() -> TestApplications.noServer(application, properties).close());
    assertThat(failure).isNotNull();
    FailureAnalysis analysis = new KeyhookFailureAnalyzer().analyze(failure);
    assertThat(analysis).as("analysis of %s", failure).isNotNull();
    assertThat(analysis.getDescription() + analysis.getAction()).doesNotContain("t0p-s3cret");
    return analysis;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "keyhook.smartphonekey.path=/hook | no secret | bearer-tokens: [\"${SPK_TOKEN}\"]",
        "keyhook.schlage-home.path=/hook | no public key | classpath:schlage.pem",
        PATH + " " + TOKEN + " keyhook.smartphonekey.insecure=true | insecure | Remove it",
        PATH + " " + TOKEN + " keyhook.smartphonekey.header.name=X-Token | Both | Keep the one",
        PATH
            + " keyhook.smartphonekey.header.secrets=t0p-s3cret | header.name | name of the header",
        PATH + " keyhook.smartphonekey.bearer-tokens=file:/no/file | /no/file | file:/path",
        PATH + " keyhook.smartphonekey.bearer-tokens=t0p-s3crét | cannot be used | bearer-tokens",
        "keyhook.smartphonekey.path=hook " + TOKEN + " | not a path: hook | begins with /",
        "keyhook.schlage-home.path=/h keyhook.schlage-home.public-keys=classpath:no.pem"
            + " | no.pem | PEM file",
        PATH + " " + TOKEN + " keyhook.inbox.enabled=true | no single DataSource | inbox.file",
        "keyhook.smartphonekey.accounts.north.path=/n | smartphonekey-north has no secret"
            + " | keyhook.smartphonekey.accounts.north.bearer-tokens:",
        "keyhook.smartphonekey.accounts.north.bearer-tokens=t0p-s3cret"
            + " | keyhook.smartphonekey.accounts.north.path is missing"
            + " | /hooks/smartphonekey-north",
        "keyhook.schlage-home.accounts.north.path=/n | schlage-home-north has no public key"
            + " | @Qualifier(\"schlage-home-north\")"
      })
  void saysWhatIsWrongAndWhatToWrite(String properties, String description, String action) {
    FailureAnalysis analysis = analysisOf(Application.class, properties.split(" "));

    assertThat(analysis.getDescription()).contains(description);
    assertThat(analysis.getAction()).contains(action);
  }

  @Configuration(proxyBeanMethods = false)
  @Import(Application.class)
  static class OnMySql {

    @Bean
    DataSource dataSource() {
      DatabaseMetaData metaData =
          returning(DatabaseMetaData.class, "getDatabaseProductName", "MySQL");
      Connection connection = returning(Connection.class, "getMetaData", metaData);
      return new AbstractDataSource() {
        @Override
        public Connection getConnection() {
          return connection;
        }

        @Override
        public Connection getConnection(String user, String password) {
          return connection;
        }
      };
    }

    /** Returns an object of JDBC with one method that returns a value. */
    private static <T> T returning(Class<T> type, String name, Object value) {
      return type.cast(
          Proxy.newProxyInstance(
              type.getClassLoader(),
              new Class<?>[] {type},
              (proxy, method, arguments) -> method.getName().equals(name) ? value : null));
    }
  }

  @Test
  void refusesAnUnsupportedDatabaseOnlyIfTheInboxIsEnabled() {
    String withoutRepositories = "spring.data.jpa.repositories.enabled=false";
    FailureAnalysis analysis =
        analysisOf(OnMySql.class, PATH, TOKEN, withoutRepositories, "keyhook.inbox.enabled=true");
    assertThat(analysis.getDescription()).contains("does not support", "MySQL");
    assertThat(analysis.getAction()).contains("PostgreSQL", "keyhook.inbox.file");

    try (ConfigurableApplicationContext context =
        TestApplications.noServer(OnMySql.class, PATH, TOKEN, withoutRepositories)) {
      assertThat(context.getBeanProvider(Inbox.class).getIfAvailable()).isNull();
    }
  }

  @Test
  void springBootFindsTheAnalyzer() {
    assertThat(
            SpringFactoriesLoader.forDefaultResourceLocation()
                .load(
                    FailureAnalyzer.class,
                    SpringFactoriesLoader.ArgumentResolver.none(),
                    (type, name, failure) -> {})) // others need arguments
        .hasAtLeastOneElementOfType(KeyhookFailureAnalyzer.class);
  }

  @Test
  void refusesAnEndpointWithoutHandlers() {
    assertThat(analysisOf(WithoutHandlers.class, PATH, TOKEN).getDescription())
        .contains("smartphonekey has no handler");
  }

  @Test
  void refusesTwoEndpointsAtOnePath() {
    String pem = SchlageHomeDeliveries.withNewKey().publicKeyPem();

    assertThat(
            analysisOf(
                    Application.class,
                    PATH,
                    TOKEN,
                    "keyhook.schlage-home.path=/hook",
                    "keyhook.schlage-home.public-keys=" + pem)
                .getDescription())
        .contains("path of smartphonekey");
  }

  @Configuration(proxyBeanMethods = false)
  @Import(Application.class)
  static class WithSupplier {

    static final AtomicReference<List<Secret>> SECRETS =
        new AtomicReference<>(List.of(Secret.of("first")));

    @Bean
    Supplier<Collection<Secret>> secrets() {
      return SECRETS::get;
    }
  }

  @Test
  void callsASupplierBeanForEachDelivery() {
    byte[] body = SmartphoneKeySamples.keyAdded();
    try (ConfigurableApplicationContext context =
        TestApplications.noServer(WithSupplier.class, PATH)) {
      var receiver = context.getBean(WebhookEndpoints.class).at("/hook");
      List<Integer> statuses = new ArrayList<>();
      for (String secret : Arrays.asList("first", "second")) {
        statuses.add(
            receiver
                .receive(SmartphoneKeyDeliveries.withBearerToken(Secret.of(secret)).deliver(body))
                .status());
        WithSupplier.SECRETS.set(List.of(Secret.of("second")));
      }
      assertThat(statuses).containsExactly(204, 204);
    }
  }

  @Test
  void printsNoSecretOfTheProperties() {
    try (ConfigurableApplicationContext context =
        TestApplications.noServer(Application.class, PATH, TOKEN)) {
      assertThat(context.getBean(KeyhookProperties.class).toString()).doesNotContain("t0p-s3cret");
    }
  }
}
