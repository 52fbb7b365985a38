package dev.keyhook.cli.drift;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyhook.cli.Command;
import dev.keyhook.cli.ExitCode;
import dev.keyhook.cli.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code keyhook drift} finds in a file of the vendor's form and in bodies as the vendors send
 * them is exactly what {@code contract/allowed-differences.txt} allows.
 *
 * <p>{@code contract/event-schemas.json} has the types, fields and values of the vendor's file of
 * the version that it names, in our own arrangement. To check another one: {@code
 * -Dcontract.schemas=FILE} and {@code -Dcontract.bodies=FOLDER}.
 */
class VendorContractTest {

  private static final Path CONTRACT = Path.of("src", "test", "resources", "contract");
  private static final Path SCHEMAS = path("contract.schemas", "event-schemas.json");
  private static final Path BODIES = path("contract.bodies", "bodies");

  @TempDir private Path folder;

  private static Path path(String property, String fileName) {
    String path = System.getProperty(property);
    return path == null ? CONTRACT.resolve(fileName) : Path.of(path);
  }

  /** The allowed differences with their reasons. */
  private static Map<String, String> allowed() throws IOException {
    Map<String, String> allowed = new LinkedHashMap<>();
    for (String line : Files.readAllLines(CONTRACT.resolve("allowed-differences.txt"))) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] parts = line.split("\\|", 2);
        assertThat(parts).as("difference | reason: %s", line).hasSize(2);
        assertThat(parts[1]).as("the reason in: %s", line).isNotBlank();
        assertThat(allowed.put(parts[0].strip(), parts[1].strip())).as(line).isNull();
      }
    }
    return allowed;
  }

  private static List<String> differences(Path path) throws IOException {
    Command drift = Command.run("drift", "--json", path.toString());
    assertThat(drift.exitCode()).as(drift.err()).isIn(ExitCode.OK, ExitCode.DRIFT);
    List<String> differences = new ArrayList<>();
    for (JsonNode finding : Json.mapper().readTree(drift.out()).path("findings")) {
      String place = finding.path("type").asText() + " " + finding.path("place").asText();
      String value =
          finding.path("kind").asText().equals("NEW_VALUE")
                  && finding.path("detail").asText().startsWith("\"")
              ? " " + finding.path("detail").asText()
              : "";
      differences.add((finding.path("kind").asText() + " " + place.strip() + value).strip());
    }
    return differences;
  }

  private List<String> differences(JsonNode schemas) throws IOException {
    Path file = folder.resolve("event-schemas.json");
    Files.writeString(file, Json.pretty(schemas));
    return differences(file);
  }

  private static ObjectNode schemas() throws IOException {
    return (ObjectNode) Json.mapper().readTree(Files.readString(SCHEMAS));
  }

  @Test
  void everyDifferenceIsAllowedAndEveryAllowedDifferenceIsFound() throws Exception {
    List<String> found = differences(SCHEMAS);
    found.addAll(differences(BODIES));

    assertThat(found).containsExactlyInAnyOrderElementsOf(allowed().keySet());
  }

  @Test
  void aFieldThatVanishesFromAnyTypeIsADifference() throws Exception {
    ObjectNode schemas = schemas();
    List<String> expected = new ArrayList<>();
    for (Map.Entry<String, JsonNode> event : schemas.path("events").properties()) {
      ObjectNode properties = (ObjectNode) event.getValue().path("properties");
      String field = properties.fieldNames().next();
      properties.remove(field);
      expected.add(event.getKey() + " " + field);
    }

    assertThat(differences(schemas))
        .extracting(difference -> difference.split(" ", 2)[1])
        .containsAll(expected);
  }

  @Test
  void aFieldThatIsAddedToAnyTypeIsADifference() throws Exception {
    ObjectNode schemas = schemas();
    List<String> expected = new ArrayList<>();
    for (Map.Entry<String, JsonNode> event : schemas.path("events").properties()) {
      ObjectNode properties = (ObjectNode) event.getValue().path("properties");
      properties.putObject("addedTomorrow").put("type", "string");
      expected.add("NEW_FIELD " + event.getKey() + " addedTomorrow");
    }

    assertThat(differences(schemas)).containsAll(expected);
  }

  @Test
  void aFieldOfAnotherTypeOrWithAnotherValueIsADifference() throws Exception {
    ObjectNode schemas = schemas();
    ((ObjectNode) schemas.at("/events/KeyAdded/properties/keyIndexNumber")).put("type", "string");
    ((ObjectNode) schemas.at("/events/LockOpenUnconfirmed/properties/errorCode/anyOf/0"))
        .put("type", "object");
    ((ArrayNode) schemas.at("/events/AlarmTriggered/properties/channel/enum")).add("tampering");

    assertThat(differences(schemas))
        .contains(
            "TYPE_CHANGED KeyAdded keyIndexNumber",
            "TYPE_CHANGED LockOpenUnconfirmed errorCode",
            "NEW_VALUE AlarmTriggered channel \"tampering\"");
  }
}
