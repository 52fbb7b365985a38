package dev.keyhook.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyhook.Deviation;
import dev.keyhook.Event;
import dev.keyhook.MissingFieldException;
import dev.keyhook.events.Vendor.Example;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvent;
import dev.keyhook.events.smartphonekey.model.KeyAdded;
import dev.keyhook.events.smartphonekey.model.TempKeyCreated;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Data in the nested form of the vendor's API gives the same values as the flat form of the schema.
 */
class NestedDataTest {

  static Stream<Example> everyDomainEvent() {
    return Vendor.SMARTPHONE_KEY.examples().stream()
        .filter(Example::isRecognized)
        .filter(example -> example.dataPointer().equals("/detail/data"));
  }

  private static List<SmartphoneKeyEvent> parse(byte[] body) {
    return List.of(
        (SmartphoneKeyEvent) Vendor.SMARTPHONE_KEY.parse(body),
        (SmartphoneKeyEvent) Vendor.SMARTPHONE_KEY.deferring().parseUnverified(body));
  }

  @ParameterizedTest
  @MethodSource("everyDomainEvent")
  void givesTheSameDataOfEachType(Example example) {
    example.data().put("type", example.type());
    Event<?> flat = example.parse();
    ObjectNode fields = example.data().deepCopy();
    fields.remove("type");
    Example nested = example.copy();
    ObjectNode wrapper = JsonNodeFactory.instance.objectNode().put("type", example.type());
    wrapper.set("data", fields);
    ((ObjectNode) nested.body().path("detail")).set("data", wrapper);

    for (SmartphoneKeyEvent event : parse(nested.bytes())) {
      assertThat(event.data()).isEqualTo(flat.data());
      assertThat(event.data().toJson()).isEqualTo(flat.data().toJson());
      assertThat(event.subject()).isEqualTo(flat.subject());
      assertThat(event.raw().toByteArray()).isEqualTo(nested.bytes());
      TreeSet<String> expected = new TreeSet<>(strings(flat));
      expected.add("CONVERTED at /detail/data");
      assertThat(new TreeSet<>(strings(event))).isEqualTo(expected);
    }
  }

  private static List<String> strings(Event<?> event) {
    return event.deviations().stream().map(Deviation::toString).toList();
  }

  @Test
  void coversAllTypesButTheThreeWhoseDataIsTheDetail() {
    assertThat(everyDomainEvent().map(Example::type).distinct()).hasSize(87);
  }

  private static byte[] keyAdded(String data) {
    return ("{\"detail-type\":\"KeyAdded\",\"detail\":{\"aggregateType\":\"lock\",\"data\":"
            + data
            + ",\"partnerId\":\"acme-corp\"}}")
        .getBytes(UTF_8);
  }

  @Test
  void pointsIntoTheNestedObject() {
    byte[] body = keyAdded("{ \"data\" : { \"lockId\":\"7\" } , \"type\" : \"KeyAdded\" }");
    for (SmartphoneKeyEvent event : parse(body)) {
      KeyAdded key = (KeyAdded) event.data();

      assertThat(key.lockId()).isEqualTo(7);
      assertThat(event.partnerId()).contains("acme-corp");
      assertThatExceptionOfType(MissingFieldException.class)
          .isThrownBy(key::keyUuid)
          .satisfies(e -> assertThat(e.pointer()).isEqualTo("/detail/data/data/keyUuid"));
      assertThat(strings(event))
          .contains("CONVERTED at /detail/data", "CONVERTED at /detail/data/data/lockId")
          .contains("MISSING_FIELD at /detail/data/data/keyUuid")
          .doesNotContain("UNKNOWN_FIELD at /detail/data/data");
    }
  }

  @Test
  void readsAnEmptyNestedObject() {
    for (String data :
        List.of("{\"type\":\"KeyAdded\",\"data\":{}}", "{\"type\":\"KeyAdded\",\"data\":{ \n} }")) {
      for (SmartphoneKeyEvent event : parse(keyAdded(data))) {
        assertThat(strings(event))
            .contains("CONVERTED at /detail/data", "MISSING_FIELD at /detail/data/data/keyUuid");
      }
    }
  }

  @Test
  void usesTheTypeOfTheEnvelope() {
    byte[] body = keyAdded("{\"type\":\"KeyRemoved\",\"data\":{\"keyUuid\":\"k-1\"}}");
    for (SmartphoneKeyEvent event : parse(body)) {
      assertThat(((KeyAdded) event.data()).keyUuid()).isEqualTo("k-1");
      assertThat(event.deviations()).map(Deviation::kind).contains(Deviation.Kind.UNKNOWN_VALUE);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"KeyAdded\",\"lockId\":7,\"data\":{\"keyUuid\":\"k-1\"}}",
        "{\"type\":\"KeyAdded\",\"data\":{\"keyUuid\":\"k-1\"},\"color\":{}}",
        "{\"type\":\"DoorOpened\",\"data\":{\"keyUuid\":\"k-1\"}}",
        "{\"type\":7,\"data\":{\"keyUuid\":\"k-1\"}}",
        "{\"data\":{\"keyUuid\":\"k-1\"}}",
        "{\"type\":\"KeyAdded\",\"data\":{},\"data\":[]}",
        "{\"type\":\"KeyAdded\",\"color\":{\"keyUuid\":\"k-1\"}}",
      })
  void leavesOtherFormsAsTheyAre(String data) {
    for (SmartphoneKeyEvent event : parse(keyAdded(data))) {
      assertThatExceptionOfType(MissingFieldException.class)
          .isThrownBy(((KeyAdded) event.data())::keyUuid)
          .satisfies(e -> assertThat(e.pointer()).isEqualTo("/detail/data/keyUuid"));
      assertThat(strings(event)).doesNotContain("CONVERTED at /detail/data");
    }
  }

  @Test
  void leavesUnrecognizedDataAsItIs() {
    String data = "{\"type\":\"KeyAdded\",\"data\":{\"keyUuid\":\"k-1\"}}";
    byte[] body =
        ("{\"detail-type\":\"DoorOpened\",\"detail\":{\"data\":" + data + "}}").getBytes(UTF_8);

    assertThat(Vendor.SMARTPHONE_KEY.parse(body).data().toJson().text()).isEqualTo(data);
  }

  @Test
  void keepsTextsThatAreDecodedLater() {
    byte[] body =
        ("{\"detail-type\":\"TempKeyCreated\",\"detail\":{\"data\":{\"type\":\"TempKeyCreated\","
                + "\"data\":{\"maxUses\":null,\"allowedUserIds\":[\"\\u0075-1\"]}}}}")
            .getBytes(UTF_8);
    for (SmartphoneKeyEvent event : parse(body)) {
      TempKeyCreated key = (TempKeyCreated) event.data();

      assertThat(key.isMaxUsesNull()).isTrue();
      assertThat(key.allowedUserIds()).contains(List.of("u-1"));
    }
  }
}
