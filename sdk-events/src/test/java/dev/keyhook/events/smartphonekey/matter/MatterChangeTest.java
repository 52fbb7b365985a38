package dev.keyhook.events.smartphonekey.matter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhook.RawJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The differences between two documents, in words. */
class MatterChangeTest {

  private static final MatterState NOTHING = state("{}");

  private static MatterState state(String text) {
    return MatterState.of(RawJson.of(text.replace('\'', '"')));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'1/257/0':2            | unlocked",
        "'1/257/0':0            | not fully locked",
        "'1/257/0':4            | lock state 4",
        "'1/257/0':null         | DoorLock.LockState unknown",
        "'1/257/0':'n/a'        | DoorLock.LockState not available",
        "'1/257/0':'\\u0031'    | locked",
        "'1/257/3':0            | door open",
        "'1/257/3':2            | door jammed",
        "'1/257/3':6            | door state 6",
        "'1/257/37':4           | operating mode passage",
        "'1/47/11':2740         | battery 2740 mV",
        "'1/47/12':40           | battery 20 %",
        "'1/47/12':201          | PowerSource.BatPercentRemaining 201",
        "'1/47/12':41           | battery 20.5 %",
        "'1/47/14':2            | battery charge critical",
        "'1/47/15':true         | battery needs replacement",
        "'1/47/15':0            | battery needs no replacement",
        "'1/47/18':[2]          | battery faults: under temperature",
        "'1/47/18':[]           | no battery faults",
        "'1/47/26':1            | battery charging",
        "'1/1026/0':2591        | temperature 25.91 \u00B0C",
        "'1/1029/0':4000        | humidity 40 %",
        "'1/1024/0':20001       | illuminance 100 lx",
        "'1/1030/0':1           | occupied",
        "'1/1030/0':0           | not occupied",
        "'1/69/0':true          | BooleanState.StateValue true",
        "'1/92/0':3             | detector shows battery alert",
        "'1/92/1':2             | smoke critical",
        "'1/92/2':1             | carbon monoxide warning",
        "'1/92/6':true          | hardware fault",
        "'1/92/6':false         | no hardware fault",
        "'1/91/0':1             | air quality good",
        "'1/6/0':true           | on",
        "'1/6/0':false          | off",
        "'1/8/0':127            | level 50 %",
        "'0/40/17':false        | not reachable",
        "'0/57/17':true         | reachable",
        "'1/257/35':30          | DoorLock.AutoRelockTime 30",
        "'1/257/51':true        | DoorLock.RequirePINforRemoteOperation true",
        "'0/54/4':NaN           | WiFiNetworkDiagnostics.Rssi changed",
        "'0/40/15':'4711'       | BasicInformation.SerialNumber changed",
        "'1/6/65529':[0,1]      | OnOff.AcceptedCommandList changed",
        "'1/4294048773/1':4711  | 1/4294048773/1 changed",
        "'available':true       | available",
        "'available':false      | not available"
      })
  void saysAValueInWords(String member, String words) {
    assertThat(MatterState.changes(NOTHING, state("{" + member + "}")))
        .extracting(MatterChange::toString)
        .containsExactly(words);
  }

  @Test
  void namesTheEndpointIfThereAreSeveral() {
    MatterState before = state("{'1/6/0':false,'2/6/0':false,'1/257/0':1}");
    MatterState after = state("{'2/6/0':true,'1/257/0':2}");

    assertThat(MatterState.changes(before, after))
        .extracting(MatterChange::words)
        .containsExactly("on (endpoint 2)", "unlocked");
  }

  @Test
  void knowsASensorByTheDeviceTypeOfEitherDocument() {
    MatterState info = state("{'uuid':'d','bridge_uuid':'b','1/29/0':67}");

    assertThat(MatterState.changes(info, state("{'available':true,'1/69/0':true}")))
        .extracting(MatterChange::words)
        .containsExactly("available", "leak");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1         | 1.0",
        "1         | true",
        "false     | 0",
        "'1'       | 1",
        "'a\\/b'   | 'a/b'",
        "[0, 1]    | [0, 1]",
        "null      | null",
        "NaN       | NaN",
        "1e999999999 | 1e999999999"
      })
  void takesTheSameValueForNoChange(String before, String after) {
    assertThat(
            MatterState.changes(
                state("{'1/2/3':" + before + "}"), state("{'1/2/3':" + after + "}")))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1    | 2",
        "true | false",
        "true | 2",
        "1    | null",
        "null | 'n/a'",
        "'a'  | 'b'",
        "'a'  | [1]",
        "[0]  | [1]",
        "0    | null"
      })
  void takesAnotherValueForAChange(String one, String other) {
    MatterState first = state("{'1/2/3':" + one + "}");
    MatterState second = state("{'1/2/3':" + other + "}");

    assertThat(MatterState.changes(first, second)).hasSize(1);
    assertThat(MatterState.changes(second, first)).hasSize(1);
  }

  @Test
  void anAttributeAbsentFromALaterDocumentIsNotAChange() {
    MatterState full = state("{'available':true,'1/257/0':1,'1/257/3':1}");

    assertThat(MatterState.changes(full, state("{'1/257/0':2}")))
        .extracting(MatterChange::words)
        .containsExactly("unlocked");
    assertThat(MatterState.changes(full, state("not JSON"))).isEmpty();
    assertThat(MatterState.changes(full, full)).isEmpty();
  }

  @Test
  void hasTheAttributeWithItsNewValue() {
    MatterChange change = MatterState.changes(NOTHING, state("{'2/257/0':1}")).get(0);

    assertThat(change.attribute().orElseThrow().path()).isEqualTo("2/257/0");
    assertThat(change.attribute().orElseThrow().integer()).hasValue(1);
    assertThat(MatterState.changes(NOTHING, state("{'available':true}")).get(0).attribute())
        .isEmpty();
  }

  @Test
  void listsWhatIsDesiredAndNotReported() {
    MatterState reported = state("{'available':true,'1/257/0':1,'1/257/35':30}");
    MatterState desired = state("{'1/257/0':2,'1/257/35':30,'1/6/0':true,'command':'invoke'}");

    assertThat(MatterState.pending(reported, desired))
        .extracting(MatterChange::words)
        .containsExactly("unlocked", "on");
    assertThat(MatterState.pending(reported, state("null"))).isEmpty();
    assertThat(MatterState.pending(reported, state("{'available':false}"))).isEmpty();
  }
}
