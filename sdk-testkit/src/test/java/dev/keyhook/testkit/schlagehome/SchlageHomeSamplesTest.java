package dev.keyhook.testkit.schlagehome;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhook.events.schlagehome.SchlageHomeData;
import dev.keyhook.events.schlagehome.SchlageHomeEvent;
import dev.keyhook.events.schlagehome.SchlageHomeEvents;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchlageHomeSamplesTest {

  static Set<String> types() {
    return SchlageHomeSamples.types();
  }

  @Test
  void existForEveryTypeWithAClass() {
    assertThat(types())
        .hasSize(3)
        .isEqualTo(
            SchlageHomeEvents.router()
                .on(SchlageHomeData.class, (data, event) -> {})
                .otherwise(event -> {})
                .build()
                .handledTypes());
  }

  @ParameterizedTest
  @MethodSource("types")
  void areEventsOfTheirType(String type) {
    SchlageHomeEvent event = parsed(SchlageHomeSamples.of(type));

    assertThat(event.type()).isEqualTo(type);
    assertThat(event.isRecognized()).isTrue();
    assertThat(event.deviations()).isEmpty();
  }

  @Test
  void haveMethodsForCommonTypes() {
    assertThat(
            List.of(
                SchlageHomeSamples.lockStateChanged(),
                SchlageHomeSamples.connectivityStateChanged(),
                SchlageHomeSamples.commandSucceeded()))
        .extracting(body -> parsed(body).type())
        .containsExactly(
            "DeviceLockStateChanged", "DeviceConnectivityStateChanged", "CommandSucceeded");
  }

  @Test
  void includeATypeWithoutAClass() {
    assertThat(parsed(SchlageHomeSamples.unrecognized()).isRecognized()).isFalse();
  }

  @Test
  void areFoundByTheirNameInTheSchema() {
    assertThat(SchlageHomeSamples.names()).contains("DeviceLockStateChangedByHand");
    assertThat(parsed(SchlageHomeSamples.named("DeviceLockStateChangedByHand")).type())
        .isEqualTo("DeviceLockStateChanged");
  }

  private static SchlageHomeEvent parsed(byte[] body) {
    return SchlageHomeEvents.parser().parseUnverified(body);
  }
}
