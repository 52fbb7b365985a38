package dev.keyhook.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class ManageSubscriptionsTest {

  @Test
  void createsChangesAndDeletesSubscriptionsOfBothVendors() throws IOException {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();

    ManageSubscriptions.run(new PrintStream(printed, true, UTF_8));

    assertThat(printed.toString(UTF_8))
        .contains("NewApiKey[acme-corp, Secret[***], never expires]")
        .contains("active, https://hooks.example.com/smartphonekey")
        .contains("pending, https://hooks.example.com/v2/smartphonekey")
        .contains("active, https://hooks.example.com/v2/smartphonekey")
        .contains("401: SmartphoneKeySubscriptions.changeUrl failed with status 401")
        .contains("RESPONSE PASSED: the response to OPTIONS has status 204")
        .contains("Created SchlageHomeSubscription[")
        .contains("Subscription: SchlageHomeSubscription[")
        .endsWith("Remaining: []" + System.lineSeparator());
  }
}
