package dev.keyhook.cli.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The command lines that are printed when the receiver starts. */
class TryLinesTest {

  private static List<String> lines(String... options) {
    VendorOptions vendors = CommandLine.populateCommand(new VendorOptions(), options);
    return TryLines.of(URI.create("http://127.0.0.1:8080"), vendors);
  }

  @Test
  void withoutOptionsTheyHaveTheTokenThatTheReceiverAccepts() {
    VendorOptions vendors = CommandLine.populateCommand(new VendorOptions());
    String value =
        vendors.smartphoneKey().proof().apply(new byte[0]).getOrDefault("Authorization", "");
    List<String> lines = TryLines.of(URI.create("http://127.0.0.1:8080"), vendors);
    assertThat(lines.get(0)).endsWith("--token " + value.substring("Bearer ".length()));
    assertThat(lines.get(1))
        .contains("-H \"Authorization: " + value + "\"")
        .endsWith(" http://127.0.0.1:8080/hooks/smartphonekey");
  }

  @Test
  void theyShowNoSecretThatWasGiven() {
    assertThat(lines("--smartphonekey-token", "hunter2"))
        .satisfies(lines -> assertThat(lines.get(0)).endsWith(" --token env:TOKEN"))
        .satisfies(lines -> assertThat(lines.get(1)).contains("Bearer $TOKEN\""))
        .noneMatch(line -> line.contains("hunter2"));
    assertThat(lines("--smartphonekey-header", "X-Key=hunter2"))
        .satisfies(lines -> assertThat(lines.get(0)).endsWith(" --header X-Key=env:SECRET"))
        .satisfies(lines -> assertThat(lines.get(1)).contains("-H \"X-Key: $SECRET\""))
        .noneMatch(line -> line.contains("hunter2"));
  }

  @Test
  void withoutAuthenticationTheyHaveNoCredential() {
    List<String> lines = lines("--smartphonekey-insecure");
    assertThat(lines.get(0)).endsWith("--type KeyAdded");
    assertThat(lines.get(1)).startsWith("curl -i -d ");
  }

  @Test
  void schlageHomeNeedsAKeyOfOnesOwn() {
    assertThat(lines().get(2)).contains("--key PRIVATE.pem", "--schlage-home-key PUBLIC.pem");
    assertThat(lines("--schlage-home-key", "own.pem").get(2)).endsWith("--key PRIVATE.pem");
    assertThat(lines().get(3)).endsWith("-X OPTIONS http://127.0.0.1:8080/hooks/schlage-home");
  }
}
