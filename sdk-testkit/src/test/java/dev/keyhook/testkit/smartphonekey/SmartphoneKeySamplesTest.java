package dev.keyhook.testkit.smartphonekey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.keyhook.events.smartphonekey.SmartphoneKeyData;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvent;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SmartphoneKeySamplesTest {

  static Set<String> types() {
    return SmartphoneKeySamples.types();
  }

  @Test
  void existForEveryTypeWithAClass() {
    assertThat(types())
        .hasSize(90)
        .isEqualTo(
            SmartphoneKeyEvents.router()
                .on(SmartphoneKeyData.class, (data, event) -> {})
                .otherwise(event -> {})
                .build()
                .handledTypes());
  }

  @ParameterizedTest
  @MethodSource("types")
  void areEventsOfTheirType(String type) {
    SmartphoneKeyEvent event = parsed(SmartphoneKeySamples.of(type));

    assertThat(event.type()).isEqualTo(type);
    assertThat(event.isRecognized()).isTrue();
    assertThat(event.deviations()).isEmpty();
  }

  @Test
  void haveMethodsForCommonTypes() {
    assertThat(
            List.of(
                SmartphoneKeySamples.keyAdded(),
                SmartphoneKeySamples.keyRemoved(),
                SmartphoneKeySamples.lockOpenRequested(),
                SmartphoneKeySamples.residentAdded(),
                SmartphoneKeySamples.tempKeyCreated(),
                SmartphoneKeySamples.tempKeyUsed(),
                SmartphoneKeySamples.hubClaimed(),
                SmartphoneKeySamples.shadowUpdate()))
        .extracting(body -> parsed(body).type())
        .containsExactly(
            "KeyAdded",
            "KeyRemoved",
            "LockOpenRequested",
            "ResidentAdded",
            "TempKeyCreated",
            "TempKeyUsed",
            "HubClaimed",
            "Shadow Update");
  }

  @Test
  void includeAFutureType() {
    assertThat(parsed(SmartphoneKeySamples.unrecognized()).isRecognized()).isFalse();
  }

  @Test
  void areFoundByTheirNameInTheSchema() {
    assertThat(SmartphoneKeySamples.names()).contains("KeyAdded", "KeyAddedMinimal");
    assertThat(parsed(SmartphoneKeySamples.named("KeyAddedMinimal")).type()).isEqualTo("KeyAdded");
  }

  @Test
  void haveUniqueIds() {
    Set<String> ids = new HashSet<>();

    assertThat(SmartphoneKeySamples.names())
        .filteredOn(name -> !name.equals("KeyAddedAbbreviated"))
        .allMatch(name -> ids.add(parsed(SmartphoneKeySamples.named(name)).id()));
  }

  @Test
  void areNewArrays() {
    SmartphoneKeySamples.keyAdded()[0] = '?';

    assertThat(SmartphoneKeySamples.keyAdded()).startsWith((byte) '{');
  }

  @Test
  void rejectUnknownNamesWithAHint() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SmartphoneKeySamples.of("KeyAded"))
        .withMessageContaining("KeyAded")
        .withMessageContaining("types()");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SmartphoneKeySamples.named("KeyAddedFull"))
        .withMessageContaining("names()");
  }

  private static SmartphoneKeyEvent parsed(byte[] body) {
    return SmartphoneKeyEvents.parser().parseUnverified(body);
  }
}
