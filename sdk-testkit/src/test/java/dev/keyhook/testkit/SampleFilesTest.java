package dev.keyhook.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The samples are the examples of the schemas, in a form that needs no YAML parser. */
class SampleFilesTest {

  @ParameterizedTest
  @CsvSource({
    "eventbridge-schemas.yaml, smartphonekey",
    "schlage-home-schemas.yaml, schlagehome",
  })
  void areExactlyTheExamplesOfTheSchema(String schema, String vendor) throws IOException {
    StringBuilder lines = new StringBuilder();
    JsonNode examples =
        new YAMLMapper()
            .readTree(Path.of(System.getProperty("keyhook.root", ".."), schema).toFile())
            .at("/components/examples");
    for (Map.Entry<String, JsonNode> example : examples.properties()) {
      lines.append(example.getKey()).append(' ').append(example.getValue().path("value"));
      lines.append('\n');
    }
    Path sameFile = Path.of("dev/keyhook/testkit", vendor, "samples.txt");
    Path right = Path.of("target/samples").resolve(sameFile);
    Files.createDirectories(right.getParent());
    Files.writeString(right, lines);

    assertThat(Files.readString(Path.of("src/main/resources").resolve(sameFile)))
        .as(
            "After a change of %s: cp -r sdk-testkit/target/samples/. sdk-testkit/src/main/resources",
            schema)
        .isEqualTo(lines.toString());
  }
}
