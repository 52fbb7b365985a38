package dev.keyhook.events.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests the fast path, which may decline any input. The result of fast and slow path together is
 * tested with events.
 */
class IsoTimeTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-04-30T10:30:00Z",
        "2026-04-30T10:30:00.1Z",
        "2026-04-30T10:30:00.12Z",
        "2026-04-30T10:30:00.123Z",
        "2026-04-30T10:30:00.123456789Z",
        "2026-04-30T10:30:00.000000001Z",
        "0000-01-01T00:00:00Z",
        "0001-01-01T00:00:00Z",
        "0000-12-31T23:59:59Z",
        "9999-12-31T23:59:59.999999999Z",
        "1969-12-31T23:59:59.999Z",
        "1970-01-01T00:00:00Z",
        "2000-02-29T00:00:00Z",
        "2024-02-29T19:09:59Z",
        "2024-03-01T00:00:00Z",
        "1900-03-01T00:00:00Z",
        "2026-01-31T00:00:00Z",
        "2026-06-30T00:00:00Z",
        "2026-11-30T00:00:00Z",
        "2026-09-09T09:09:09Z",
      })
  void readsTheFormsThatSendersUse(String text) {
    assertThat(parseCommon(text)).isEqualTo(Instant.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Z",
        "2026-04-30T10:30Z",
        "2026-04-30T10:30:00",
        "2026-04-30T10:30:00.Z",
        "2026-04-30T10:30:00.1234567890Z",
        "2026-04-30T10:30:00,123Z",
        "2026-04-30T10:30:00.12xZ",
        "2026-04-30T10:30:00.12/Z",
        "2026-04-30T10:30:00.12:Z",
        "2026-04-30T10:30:00z",
        "2026-04-30t10:30:00Z",
        "2026/04-30T10:30:00Z",
        "2026-04/30T10:30:00Z",
        "2026-04-30T10.30:00Z",
        "2026-04-30T10:30.00Z",
        "2026-04-30T10:30:00+02:00",
        "x026-04-30T10:30:00Z",
        "2026-0x-30T10:30:00Z",
        "2026-04-3xT10:30:00Z",
        "2026-04-30Tx0:30:00Z",
        "2026-04-30T10:3x:00Z",
        "2026-04-30T10:30:0xZ",
        "2026-00-30T10:30:00Z",
        "2026-13-30T10:30:00Z",
        "2026-04-00T10:30:00Z",
        "2026-04-31T10:30:00Z",
        "2026-01-32T10:30:00Z",
        "2026-02-29T10:30:00Z",
        "1900-02-29T10:30:00Z",
        "2024-02-30T10:30:00Z",
        "2026-04-30T24:00:00Z",
        "2026-04-30T10:60:00Z",
        "2026-04-30T10:30:60Z",
      })
  void leavesOtherFormsToTheJdk(String text) {
    assertThat(parseCommon(text)).isNull();
  }

  @Test
  void readsOnlyItsRange() {
    byte[] body = "\"2026-04-30T10:30:00Z\"".getBytes(UTF_8);
    assertThat(IsoTime.parseCommon(body, 1, 20)).isEqualTo("2026-04-30T10:30:00Z");
    assertThat(IsoTime.parseCommon(body, 0, 20)).isNull();
  }

  private static Instant parseCommon(String text) {
    byte[] utf8 = text.getBytes(UTF_8);
    return IsoTime.parseCommon(utf8, 0, utf8.length);
  }
}
