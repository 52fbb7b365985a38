package dev.keyhook.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhook.RawJson;
import dev.keyhook.events.smartphonekey.matter.MatterState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class LockStatesTest {

  @Test
  void printsWhatChangedBetweenTheSamples() throws Exception {
    assertThat(outputOf("samples").lines())
        .containsExactly(
            "2026-04-20T18:05:33Z  0f5b84e0-1d56-4d2f-8d6c-1f2e3a4b5c6d  first report: lock is"
                + " locked, door is closed, battery at 78.0 %, pending: [unlocked]",
            "2026-04-20T18:05:36Z  0f5b84e0-1d56-4d2f-8d6c-1f2e3a4b5c6d  changed: [unlocked]");
  }

  @Test
  void skipsBodiesThatAreNotEvents() {
    String withoutName = "{\"detail-type\":\"Shadow Update\",\"source\":\"s\",\"detail\":{}}";

    assertThat(new LockStates().describe("[]".getBytes(UTF_8))).isEmpty();
    assertThat(new LockStates().describe(withoutName.getBytes(UTF_8))).isEmpty();
  }

  @Test
  void treatsALockAsLockedOnlyIfItReportsLocked() {
    assertThat(LockStates.advice(state("{\"1/257/0\":1}"))).isEqualTo("nothing to do");
    assertThat(LockStates.advice(state("{\"1/257/0\":3}"))).isEqualTo("lock the door");
    assertThat(LockStates.advice(state("{\"1/257/0\":4}"))).isEqualTo("look up code 4");
    for (String text : new String[] {"{\"1/257/0\":0}", "{\"1/257/0\":null}", "{}", "not JSON"}) {
      assertThat(LockStates.advice(state(text))).isEqualTo("check the bolt");
    }
  }

  @Test
  void readsASensorByItsDeviceType() {
    MatterState leakDetector = state("{\"uuid\":\"a\",\"bridge_uuid\":\"b\",\"1/29/0\":67}");
    MatterState contactSensor = state("{\"uuid\":\"a\",\"bridge_uuid\":\"b\",\"1/29/0\":21}");
    MatterState isTrue = state("{\"available\":true,\"1/69/0\":true}");

    assertThat(LockStates.isLeaking(leakDetector, isTrue)).isTrue();
    assertThat(LockStates.isLeaking(contactSensor, isTrue)).isFalse();
  }

  @Test
  void readsAnAttributeThatHasNoAccessor() {
    assertThat(LockStates.autoRelock(state("{\"1/257/35\":30}"))).isEqualTo("endpoint 1: 30 s");
    assertThat(LockStates.autoRelock(state("{\"1/257/35\":\"n/a\"}")))
        .isEqualTo("endpoint 1: not known");
    assertThat(LockStates.autoRelock(state("{}"))).isEqualTo("not reported");
  }

  private static MatterState state(String text) {
    return MatterState.of(RawJson.of(text));
  }

  private static String outputOf(String folder) throws IOException {
    PrintStream before = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(bytes, true, UTF_8));
      LockStates.main(new String[] {folder});
    } finally {
      System.setOut(before);
    }
    return bytes.toString(UTF_8);
  }
}
