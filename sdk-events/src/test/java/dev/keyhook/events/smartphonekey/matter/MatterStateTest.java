package dev.keyhook.events.smartphonekey.matter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.keyhook.RawJson;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import dev.keyhook.events.smartphonekey.matter.MatterState.Kind;
import dev.keyhook.events.smartphonekey.model.ShadowUpdate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads each kind of document in the vendor's schema, and other texts. */
class MatterStateTest {

  private static MatterState state(String text) {
    return MatterState.of(RawJson.of(text));
  }

  // ---- The vendor's kinds of documents

  @Test
  void readsALock() {
    MatterState lock =
        state(
            """
            {"available": true, "1/257/0": 1, "1/257/1": 7, "1/257/2": true, "1/257/3": 5,
             "1/257/37": 2, "1/257/51": false, "1/257/65529": [0, 1, 26, 27], "1/47/0": 1,
             "1/47/11": 2815, "1/47/12": 133, "1/47/14": 1, "1/47/15": true, "1/47/18": [1, 9],
             "1/47/19": "CR2", "1/47/26": 3}""");

    assertThat(lock.kind()).isEqualTo(Kind.STATE);
    assertThat(lock.available()).contains(true);
    assertThat(lock.lockState()).contains(LockState.LOCKED);
    assertThat(lock.doorState()).contains(DoorState.AJAR);
    assertThat(lock.operatingMode()).contains(OperatingMode.PRIVACY);
    assertThat(lock.batteryPercent()).hasValue(66.5);
    assertThat(lock.voltage()).hasValue(2815);
    assertThat(lock.chargeLevel()).contains(ChargeLevel.WARNING);
    assertThat(lock.replacementNeeded()).contains(true);
    assertThat(lock.batteryFaults())
        .containsExactly(BatteryFault.OVER_TEMPERATURE, BatteryFault.of(9));
    assertThat(lock.chargeState()).contains(ChargeState.NOT_CHARGING);
    assertThat(lock.attribute(47, 19).get(0).text()).contains("CR2");
    assertThat(lock.attribute(257, 65529).get(0).raw().text()).isEqualTo("[0, 1, 26, 27]");
    assertThat(lock.attributes()).hasSize(15);
  }

  @ParameterizedTest
  @CsvSource({
    "21, true, CLOSED",
    "21, false, OPEN",
    "65, true, FREEZE",
    "65, false, NO_FREEZE",
    "67, true, LEAK",
    "67, false, NO_LEAK",
    "68, true, RAIN",
    "68, false, NO_RAIN",
    "21, 1, CLOSED",
    "67, 0, NO_LEAK"
  })
  void readsASensorWithTwoStatesByItsDeviceType(
      long deviceType, String value, BooleanState meaning) {
    MatterState sensor = state("{\"available\":true,\"1/69/0\":" + value + ",\"1/47/11\":\"n/a\"}");

    assertThat(sensor.booleanState(deviceType)).contains(meaning);
    assertThat(sensor.booleanState(2128)).isEmpty();
    assertThat(sensor.booleanState(10)).isEmpty();
    assertThat(sensor.voltage()).isEmpty();
  }

  @Test
  void readsClimateSensorsOnAnyEndpoint() {
    MatterState sensor =
        state("{\"available\":true,\"2/1026/0\":-1234,\"3/1029/0\":4480,\"1/1024/0\":10001}");

    assertThat(sensor.temperature()).hasValue(-12.34);
    assertThat(sensor.humidity()).hasValue(44.8);
    assertThat(sensor.illuminance()).hasValue(10_001);
    assertThat(sensor.lux().orElseThrow()).isEqualTo(10, within(1e-9));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 1", "30001, 1000"})
  void convertsIlluminanceToLux(String raw, double lux) {
    assertThat(state("{\"1/1024/0\":" + raw + "}").lux().orElseThrow())
        .isEqualTo(lux, within(1e-6));
  }

  @Test
  void hasNoLuxForInvalidIlluminance() {
    assertThat(state("{\"1/1024/0\":-1}").lux()).isEmpty();
    assertThat(state("{\"1/1024/0\":65535}").lux()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0, false", "1, true", "2, false", "3, true", "true, true", "false, false"})
  void readsOccupancyFromTheLowestBit(String value, boolean occupied) {
    assertThat(state("{\"1/1030/0\":" + value + "}").occupied()).contains(occupied);
  }

  @Test
  void readsASmokeAlarm() {
    MatterState alarm =
        state(
            "{\"available\":true,\"1/92/0\":2,\"1/92/1\":1,\"1/92/2\":2,\"1/92/6\":true,"
                + "\"1/92/7\":1}");

    assertThat(alarm.expressedState()).contains(ExpressedState.CARBON_MONOXIDE_ALARM);
    assertThat(alarm.smoke()).contains(AlarmLevel.WARNING);
    assertThat(alarm.carbonMonoxide()).contains(AlarmLevel.CRITICAL);
    assertThat(alarm.hardwareFault()).contains(true);
  }

  @Test
  void readsAirAndSoilAndLight() {
    assertThat(state("{\"available\":true,\"1/91/0\":5}").airQuality())
        .contains(AirQuality.VERY_POOR);
    assertThat(state("{\"available\":true,\"1/1072/1\":42}").attribute(1072, 1).get(0).integer())
        .hasValue(42);
    MatterState plug = state("{\"available\":true,\"1/6/0\":true,\"1/8/0\":113}");
    assertThat(plug.on()).contains(true);
    assertThat(plug.level()).hasValue(113);
  }

  @Test
  void readsInformationOnADevice() {
    MatterState info =
        state(
            """
            {"bridge_uuid": "b-1", "uuid": "d-1", "1/29/0": 10, "0/40/1": "Some Maker",
             "0/40/2": 4619, "0/40/3": "Reader", "0/40/15": "0017", "0/40/17": false}""");

    assertThat(info.kind()).isEqualTo(Kind.DEVICE_INFO);
    assertThat(info.uuid()).contains("d-1");
    assertThat(info.bridgeUuid()).contains("b-1");
    assertThat(info.deviceType()).hasValue(10);
    assertThat(info.vendor()).contains("Some Maker");
    assertThat(info.product()).contains("Reader");
    assertThat(info.serial()).contains("0017");
    assertThat(info.reachable()).contains(false);
    assertThat(info.available()).isEmpty();
  }

  @Test
  void prefersTheInformationOnABridgedDevice() {
    MatterState info =
        state(
            "{\"0/40/1\":\"Bridge Maker\",\"0/40/17\":true,\"2/57/1\":\"Lock Maker\","
                + "\"2/57/3\":\"Lock\",\"2/57/15\":\"s\",\"2/57/17\":false}");

    assertThat(info.vendor()).contains("Lock Maker");
    assertThat(info.product()).contains("Lock");
    assertThat(info.serial()).contains("s");
    assertThat(info.reachable()).contains(false);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'1/29/0':21}                              | 21",
        "{'1/29/0':'21'}                            | 21",
        "{'1/29/0':[{'0':21,'1':1}]}                | 21",
        "{'1/29/0':[{'0':17,'1':1},{'0':10,'1':3}]} | 10",
        "{'0/29/0':22,'1/29/0':67}                  | 67",
        "{'0/29/0':22}                              | 22",
        "{'1/29/0':[21]}                            | 21"
      })
  void readsTheDeviceTypeAsNumberOrList(String text, long deviceType) {
    assertThat(state(text.replace('\'', '"')).deviceType()).hasValue(deviceType);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{'1/29/0':[]}", "{'1/29/0':[{}]}", "{'1/29/0':{'0':21}}"})
  void hasNoDeviceTypeIfNoneIsReported(String text) {
    assertThat(state(text.replace('\'', '"')).deviceType()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}                              | ATTRIBUTES",
        "{'1/257/0':2}                   | ATTRIBUTES",
        "{'available':null}              | STATE",
        "{'uuid':'a','bridge_uuid':'b'}  | DEVICE_INFO",
        "{'uuid':'a'}                    | OTHER",
        "{'command':'invoke','args':{}}  | OTHER",
        "{'lastCommand':{},'1/257/0':2}  | OTHER",
        "``                              | UNREADABLE",
        "[]                              | UNREADABLE",
        "'{}'                            | UNREADABLE",
        "null                            | UNREADABLE",
        "{                               | UNREADABLE",
        "{}{}                            | UNREADABLE",
        "<placeholder>                   | UNREADABLE"
      })
  void recognizesTheKindOfADocument(String text, Kind kind) {
    assertThat(state(text.replace('\'', '"')).kind()).isEqualTo(kind);
  }

  // ---- Absent, null, n/a, typed

  @Test
  void distinguishesAbsentNullAndNotAvailable() {
    MatterState state = state("{\"1/257/0\":null,\"1/257/3\":\"n/a\",\"1/47/19\":\"CR2\"}");

    assertThat(state.lockState()).isEmpty();
    assertThat(state.doorState()).isEmpty();
    assertThat(state.operatingMode()).isEmpty();
    assertThat(state.attribute(257, 0).get(0).isNull()).isTrue();
    assertThat(state.attribute(257, 0).get(0).isNotAvailable()).isFalse();
    assertThat(state.attribute(257, 3).get(0).isNull()).isFalse();
    assertThat(state.attribute(257, 3).get(0).isNotAvailable()).isTrue();
    assertThat(state.attribute(257, 3).get(0).text()).isEmpty();
    assertThat(state.attribute(257, 37)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "2        | 2  | 2    |",
        "2.0      | 2  | 2    |",
        "2e0      | 2  | 2    |",
        "'2'      | 2  | 2    | ",
        "-5       | -5 | -5   |",
        "1        | 1  | 1    | true",
        "0        | 0  | 0    | false",
        "true     |    |      | true",
        "'false'  |    |      | false",
        "12.5     |    | 12.5 |",
        "1e400    |    |      |",
        "1e9999999999 | |     |",
        "99999999999999999999 | | 1e20 |",
        "null     |    |      |",
        "'n/a'    |    |      |",
        "'two'    |    |      |",
        "[2]      |    |      |",
        "{'0':2}  |    |      |"
      })
  void readsAValueAsEachTypeThatItCanBe(String json, Long integer, Double number, Boolean bool) {
    MatterAttribute value =
        state("{\"1/2/3\":" + json.replace('\'', '"') + "}").attribute(2, 3).get(0);

    assertThat(value.integer())
        .isEqualTo(integer == null ? OptionalLong.empty() : OptionalLong.of(integer));
    assertThat(value.number().isPresent()).isEqualTo(number != null);
    value.number().ifPresent(read -> assertThat(read).isEqualTo(number));
    assertThat(value.bool()).isEqualTo(Optional.ofNullable(bool));
  }

  @Test
  void ignoresValuesThatAreNotCodes() {
    assertThat(state("{\"1/257/0\":true}").lockState()).isEmpty();
    assertThat(state("{\"1/257/0\":1.5}").lockState()).isEmpty();
    assertThat(state("{\"1/257/0\":[1]}").lockState()).isEmpty();
    assertThat(state("{\"1/47/12\":255}").batteryPercent()).isEmpty();
    assertThat(state("{\"1/47/12\":-1}").batteryPercent()).isEmpty();
    assertThat(state("{\"1/47/18\":3}").batteryFaults()).isEmpty();
  }

  @Test
  void keepsUnknownCodes() {
    LockState lock = state("{\"1/257/0\":4}").lockState().orElseThrow();

    assertThat(lock.isKnown()).isFalse();
    assertThat(lock.known()).isEmpty();
    assertThat(lock.code()).isEqualTo(4);
    assertThat(lock).hasToString("4").isEqualTo(LockState.of(4)).isNotEqualTo(LockState.LOCKED);
    assertThat(LockState.NOT_FULLY_LOCKED).hasToString("not fully locked");
    assertThat(LockState.of(1)).isSameAs(LockState.LOCKED);
    assertThat(LockState.of(1)).isNotEqualTo(DoorState.of(1)).hasSameHashCodeAs(DoorState.of(1));
  }

  // ---- Endpoints and names

  @Test
  void takesTheLowestEndpointThatHasAValue() {
    MatterState state =
        state("{\"10/257/0\":2,\"2/257/0\":1,\"1/257/0\":null,\"2/257/3\":0,\"0/257/0\":\"n/a\"}");

    assertThat(state.lockState()).contains(LockState.LOCKED);
    assertThat(state.attribute(257, 0))
        .extracting(MatterAttribute::endpoint)
        .containsExactly(0L, 1L, 2L, 10L);
  }

  @Test
  void usesTheLastOfRepeatedNames() {
    MatterState state =
        state("{\"available\":false,\"1/257/0\":1,\"1/257/0\":2,\"available\":true}");

    assertThat(state.lockState()).contains(LockState.UNLOCKED);
    assertThat(state.available()).contains(true);
    assertThat(state.attributes()).hasSize(1);
  }

  @Test
  void readsNamesThatAreWrittenWithEscapes() {
    MatterState state = state("{\"1\\/257\\/0\":1,\"\\u0061vailable\":true}");

    assertThat(state.lockState()).contains(LockState.LOCKED);
    assertThat(state.available()).contains(true);
  }

  @Test
  void keepsNumbersOfManufacturers() {
    MatterAttribute attribute =
        state("{\"1/4294048773/308084743\":7}").attribute(4294048773L, 308084743L).get(0);

    assertThat(attribute.path()).isEqualTo("1/4294048773/308084743");
    assertThat(attribute.cluster()).isEqualTo(4294048773L);
    assertThat(attribute.id()).isEqualTo(308084743L);
    assertThat(attribute.name()).isEmpty();
    assertThat(attribute.integer()).hasValue(7);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "1/257",
        "1/257/",
        "/257/0",
        "1//0",
        "1/257/0/",
        "1/257/0/0",
        "-1/257/0",
        "+1/257/0",
        "1/257/a",
        " 1/257/0",
        "1.0/257/0",
        "1/257/1234567890123456789",
        "\u0661/257/0"
      })
  void rejectsOtherNamesAsPaths(String name) {
    MatterState state = state("{\"" + name + "\":1}");

    assertThat(state.attributes()).isEmpty();
    assertThat(state.kind()).isEqualTo(Kind.OTHER);
  }

  // ---- Invalid texts

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "nan", "-Infinity", "Infinity", "inf", "-inf", "-nan"})
  void readsOtherValuesIfOneNumberIsInvalidJson(String number) {
    MatterState state = state("{\"available\":true,\"0/54/4\":" + number + " ,\"1/257/0\":2}");

    assertThat(state.lockState()).contains(LockState.UNLOCKED);
    MatterAttribute rssi = state.attribute(54, 4).get(0);
    assertThat(rssi.isNull()).isFalse();
    assertThat(rssi.integer()).isEmpty();
    assertThat(rssi.number()).isEmpty();
    assertThat(rssi.text()).isEmpty();
    assertThat(rssi.raw().text()).isEqualTo(number);
    assertThat(state("{\"0/54/4\":" + number + "}").attributes()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"1/257/0\":1", "{\"1/257/0\":1,}", "{\"1/257/0\":01}", "{\"1/257/0\":NaNa}",
        "{\"1/257/0\":N}", "{\"1/257/0\":-", "{\"1/257/0\":1} x", "{1/257/0:1}",
        "{\"1/257/0\":1 \"1/257/3\":1}", "{\"1/257/0\":\"\n\"}", "\uFEFF{\"1/257/0\":1}"
      })
  void isEmptyForATextThatIsNotJson(String text) {
    MatterState state = state(text);

    assertThat(state.kind()).isEqualTo(Kind.UNREADABLE);
    assertThat(state.lockState()).isEmpty();
    assertThat(state.attributes()).isEmpty();
  }

  @Test
  void isEmptyForATextThatIsNestedTooDeeply() {
    assertThat(state("{\"1/2/3\":" + "[".repeat(100_000) + "}").kind()).isEqualTo(Kind.UNREADABLE);
    assertThat(state("{\"1/2/3\":" + "[".repeat(100) + "]".repeat(100) + "}").kind())
        .isEqualTo(Kind.UNREADABLE);
  }

  @Test
  void readsBytesThatAreNotUtf8() {
    byte[] json = "{\"1/257/0\":1,\"1/47/19\":\"?\"}".getBytes(UTF_8);
    json[json.length - 3] = (byte) 0xFF;

    assertThat(MatterState.of(RawJson.of(json)).lockState()).contains(LockState.LOCKED);
  }

  // ---- From an event

  @Test
  void readsTheStateOfAnEventOrItsAbsence() {
    assertThat(MatterState.of(shadow("\"{\\\"1/257/0\\\":1}\"").reportedState()).lockState())
        .contains(LockState.LOCKED);
    assertThat(MatterState.of(shadow("{\"1/257/0\":1}").reportedState()).lockState())
        .contains(LockState.LOCKED);
    MatterState none = MatterState.of(shadow("null").reportedState());
    assertThat(none.kind()).isEqualTo(Kind.UNREADABLE);
    assertThat(none.attributes()).isEmpty();
  }

  private static ShadowUpdate shadow(String reported) {
    String body =
        "{\"detail-type\":\"Shadow Update\",\"source\":\"spk.iot.shadow\",\"detail\":"
            + "{\"thingName\":\"t\",\"reportedState\":"
            + reported
            + "}}";
    return (ShadowUpdate) SmartphoneKeyEvents.parser().parseUnverified(body.getBytes(UTF_8)).data();
  }

  @Test
  void printsNoValues() {
    MatterState state =
        state("{\"available\":true,\"1/257/0\":1,\"1/999/0\":\"4711\",\"pin\":\"4711\"}");

    assertThat(state).hasToString("MatterState[STATE, 2 attributes]");
    assertThat(state.attributes())
        .hasToString("[MatterAttribute[1/257/0 DoorLock.LockState], MatterAttribute[1/999/0]]");
  }

  // ---- Two documents

  @Test
  void mergesByTakingTheNewerValue() {
    MatterState info =
        state("{\"uuid\":\"d\",\"bridge_uuid\":\"b\",\"1/29/0\":67,\"pin\":\"4711\"}");
    MatterState older = state("{\"available\":false,\"1/69/0\":true,\"1/47/12\":40}");
    MatterState newer =
        state("{\"available\":true, \"1/69/0\" : false, \"1/53/7\":[{\"a\":\"\u00E9\"}]}");

    MatterState merged = info.merge(older).merge(newer);

    assertThat(merged.kind()).isEqualTo(Kind.STATE);
    assertThat(merged.uuid()).contains("d");
    assertThat(merged.bridgeUuid()).contains("b");
    assertThat(merged.available()).contains(true);
    assertThat(merged.booleanState(merged.deviceType().orElseThrow()))
        .contains(BooleanState.NO_LEAK);
    assertThat(merged.batteryPercent()).hasValue(20);
    assertThat(merged.attribute(53, 7).get(0).raw().text()).isEqualTo("[{\"a\":\"\u00E9\"}]");
    assertThat(merged.attributes()).hasSize(4);
  }

  @Test
  void keepsEverythingInAMergeWithInvalidJson() {
    MatterState state = state("{\"available\":true,\"1/257/0\":1,\"0/54/4\":NaN}");

    assertThat(state.merge(state("{")).lockState()).contains(LockState.LOCKED);
    assertThat(state("{").merge(state).available()).contains(true);
    assertThat(state("{").merge(state("[]")).attributes()).isEqualTo(List.of());
  }
}
