package dev.keyhook.cli.send;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhook.cli.catalogue.Vendor;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the sender is made of. */
class PartsTest {

  @Test
  void aTemplateReplacesOnlyItsPlaces() {
    String body =
        "{\"id\": \"a\\u0041\", \"x\":{\"id\":1},\"time\":\"t\",\"ü\":\"é\","
            + "\"detail\":{\"version\" : 7,\"aggregateId\":\"b\",\"data\":{\"version\":1}}}";
    BodyTemplate template = BodyTemplate.of(Vendor.SMARTPHONEKEY, body.getBytes(UTF_8));
    assertThat(template.id()).contains("aA");
    assertThat(new String(template.with("N", "T", "S", 99), UTF_8))
        .isEqualTo(
            "{\"id\": \"N\", \"x\":{\"id\":1},\"time\":\"T\",\"ü\":\"é\","
                + "\"detail\":{\"version\" : 99,\"aggregateId\":\"S\",\"data\":{\"version\":1}}}");
    assertThat(new String(template.with("N", "T", null, 99), UTF_8)).contains("\"version\" : 7");
  }

  @Test
  void anIdCanBeTurnedBackIntoItsNumber() {
    EventIds ids = new EventIds(UUID.randomUUID());
    for (Vendor vendor : Vendor.all()) {
      assertThat(ids.numberOf(ids.of(vendor, 123_456))).isEqualTo(123_456);
    }
    assertThat(ids.numberOf(new EventIds(UUID.randomUUID()).of(Vendor.SMARTPHONEKEY, 1)))
        .isNegative();
    assertThat(ids.numberOf("my-own")).isNegative();
  }

  @Test
  void percentilesAreExactToTwoPercent() {
    Histogram histogram = new Histogram();
    for (int micros = 1; micros <= 10_000; micros++) {
      histogram.add(micros * 1_000L);
    }
    assertThat(histogram.percentileMillis(0.5)).isBetween(4.9, 5.1);
    assertThat(histogram.percentileMillis(0.99)).isBetween(9.7, 10.0);
    assertThat(new Histogram().percentileMillis(0.5)).isZero();
  }

  @Test
  void eventBridgeRetriesForADay() {
    RetrySchedule schedule = RetrySchedule.eventBridge(1);
    SplittableRandom random = new SplittableRandom(1);
    long age = 0;
    int attempts = 1;
    for (long delay = schedule.delayNanos(1, 0, 0, random); delay >= 0; ) {
      age += delay;
      attempts++;
      delay = schedule.delayNanos(attempts, age, 0, random);
    }
    assertThat(age / 3.6e12).isBetween(20.0, 25.0);
    assertThat(attempts).isBetween(150, 186);
    assertThat(schedule.delayNanos(1, 0, 30, random)).isGreaterThanOrEqualTo(30_000_000_000L);
    assertThat(RetrySchedule.none().delayNanos(1, 0, 0, random)).isNegative();
  }
}
