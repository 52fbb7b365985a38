package dev.keyhook.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhook.subscriptions.smartphonekey.SmartphoneKeyEventName;
import dev.keyhook.testkit.smartphonekey.SmartphoneKeySamples;
import java.lang.reflect.Field;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Subscriptions and parsers are in separate modules, which must support the same types. */
class EventNamesTest {

  @Test
  void everyParsedTypeCanBeSubscribedTo() throws IllegalAccessException {
    Set<String> offered = new TreeSet<>();
    for (Field field : SmartphoneKeyEventName.class.getFields()) {
      offered.add(((SmartphoneKeyEventName) field.get(null)).value());
    }
    assertThat(offered)
        .as("Constants of SmartphoneKeyEventName, by the types in eventbridge-schemas.yaml")
        .containsExactlyElementsOf(new TreeSet<>(SmartphoneKeySamples.types()));
  }
}
