package dev.keyhook.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class GettingStartedTest {

  @Test
  void parsesAsTheReadmeSays() throws IOException {
    assertThat(GettingStarted.parse(sample("03-key-added.json"))).contains("added to lock 4321");
    assertThat(GettingStarted.parse(sample("09-shadow-converged.json"))).contains("is up to date");
    assertThat(GettingStarted.parse(sample("02-resident-added.json")))
        .isEqualTo("ResidentAdded at lock 4323");
    assertThat(GettingStarted.parse(sample("15-from-the-future.json"))).isEqualTo("DoorPropped");
  }

  @Test
  void survivesSurprisesAsTheReadmeSays() throws IOException {
    String key = new String(sample("03-key-added.json"), UTF_8);

    assertThat(GettingStarted.surprises(key.getBytes(UTF_8))).matches("[0-9a-f-]{36}");
    assertThat(GettingStarted.surprises(key.replace("keyUuid", "key_uuid").getBytes(UTF_8)))
        .isEqualTo("no /detail/data/keyUuid");
    assertThat(GettingStarted.surprises("{".getBytes(UTF_8))).isEqualTo("TRUNCATED at byte 1");
  }

  private static byte[] sample(String name) throws IOException {
    return Files.readAllBytes(Path.of("samples", name));
  }
}
