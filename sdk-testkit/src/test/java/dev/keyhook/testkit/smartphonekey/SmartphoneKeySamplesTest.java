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
  void areThereForEveryTypeThatHasAClass() {
    assertThat(types())
        .hasSize(74)
        .isEqualTo(SmartphoneKeyEvents.parser().typesOf(SmartphoneKeyData.class));
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
  void haveMethodsForTheCommonOnes() {
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
  void haveAnEventOfATypeFromTheFuture() {
    assertThat(parsed(SmartphoneKeySamples.unrecognized()).isRecognized()).isFalse();
  }

  @Test
  void areFoundByTheNameOfTheExample() {
    assertThat(SmartphoneKeySamples.names()).contains("KeyAdded", "KeyAddedMinimal");
    assertThat(parsed(SmartphoneKeySamples.named("KeyAddedMinimal")).type()).isEqualTo("KeyAdded");
  }

  @Test
  void haveAnIdEachUnlessTheyHaveNone() {
    Set<String> ids = new HashSet<>();

    assertThat(SmartphoneKeySamples.names())
        .filteredOn(name -> !name.equals("KeyAddedAbbreviated"))
        .allMatch(name -> ids.add(parsed(SmartphoneKeySamples.named(name)).id()));
  }

  @Test
  void areFreshCopies() {
    SmartphoneKeySamples.keyAdded()[0] = '?';

    assertThat(SmartphoneKeySamples.keyAdded()).startsWith((byte) '{');
  }

  @Test
  void sayWhatToLookUpWhenThereIsNone() {
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
