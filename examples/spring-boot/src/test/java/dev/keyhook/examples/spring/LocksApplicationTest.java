package dev.keyhook.examples.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhook.spring.AutoConfigureKeyhookTest;
import dev.keyhook.spring.KeyhookTest;
import dev.keyhook.testkit.schlagehome.SchlageHomeSamples;
import dev.keyhook.testkit.smartphonekey.SmartphoneKeySamples;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

// region test
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = "SPK_TOKEN=replaced-by-the-test")
@AutoConfigureKeyhookTest
class LocksApplicationTest {

  @Autowired private KeyhookTest keyhook;
  @Autowired private KeyRecords keys;

  @Test
  void recordsEachKeyOnce() {
    byte[] delivery = SmartphoneKeySamples.keyAdded();

    assertThat(keyhook.smartphoneKey().deliver(delivery).status()).isEqualTo(204);
    assertThat(keyhook.smartphoneKey().deliver(delivery).status()).isEqualTo(204);
    keyhook.awaitHandled();

    assertThat(keys.count()).isEqualTo(1);
  }

  // endregion

  private static EmbeddedPostgres server;

  @DynamicPropertySource
  static void database(DynamicPropertyRegistry properties) throws IOException {
    server = EmbeddedPostgres.start();
    properties.add("DATABASE_URL", () -> server.getJdbcUrl("postgres", "postgres"));
  }

  @AfterAll
  static void stopDatabase() throws IOException {
    server.close();
  }

  @Test
  void receivesSignedDeliveriesAndRefusesForgedOnes() {
    byte[] delivery = SchlageHomeSamples.lockStateChanged();

    assertThat(keyhook.schlageHome().deliver(delivery).status()).isEqualTo(204);
    assertThat(
            keyhook
                .schlageHome()
                .send(keyhook.schlageHome().deliveries().tampered(delivery))
                .status())
        .isEqualTo(401);
    keyhook.awaitHandled();
  }
}
