package dev.keyhook.cli.drift;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyhook.cli.Command;
import dev.keyhook.cli.ExitCode;
import dev.keyhook.cli.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Finds what a vendor changed, in its schemas and in captured bodies. */
class DriftTest {

  @TempDir private Path folder;
  private ObjectNode schemas;

  /** Makes the vendor's file as it was when this version was built. */
  @BeforeEach
  void makeBaseline() {
    schemas = Json.object().put("version", "abc123");
    ObjectNode events = schemas.putObject("events");
    for (Map.Entry<String, Map<String, SchemaField>> event : Baseline.read().events().entrySet()) {
      ObjectNode schema = events.putObject(event.getKey()).put("type", "object");
      event.getValue().forEach((path, field) -> add(schema, path, field));
    }
  }

  private static void add(ObjectNode object, String path, SchemaField field) {
    int dot = path.indexOf('.');
    if (dot >= 0) {
      String name = path.substring(0, dot);
      ObjectNode inner = object.withObjectProperty("properties");
      inner =
          name.endsWith("[]")
              ? inner.withObjectProperty(name.replace("[]", "")).withObjectProperty("items")
              : inner.withObjectProperty(name);
      add(inner, path.substring(dot + 1), field);
      return;
    }
    ArrayNode types =
        object.withObjectProperty("properties").withObjectProperty(path).putArray("type");
    field.types().forEach(types::add);
    if (field.isRequired()) {
      object.withArrayProperty("required").add(path);
    }
  }

  private ObjectNode event(String type) {
    return (ObjectNode) schemas.path("events").path(type);
  }

  private JsonNode drift(int exitCode) throws Exception {
    Path file = folder.resolve("event-schemas.json");
    Files.writeString(file, Json.pretty(schemas));
    Command drift = Command.run("drift", "--json", file.toString());
    assertThat(drift.exitCode()).as(drift.out() + drift.err()).isEqualTo(exitCode);
    return Json.mapper().readTree(drift.out());
  }

  @Test
  void theSchemasThatThisVersionWasBuiltFromAreNoDrift() throws Exception {
    assertThat(drift(ExitCode.OK).path("findings")).isEmpty();
  }

  @Test
  void eachKindOfChangeIsFoundWithItsEffects() throws Exception {
    event("KeyAdded")
        .withObjectProperty("properties")
        .putObject("expiresAt")
        .put("type", "integer");
    event("KeyAdded").withObjectProperty("properties").putObject("lockId").put("type", "string");
    ((ArrayNode) event("KeyRemoved").path("required")).removeAll();
    event("OwnerSet").withObjectProperty("properties").remove("userId");
    event("DeviceAdded")
        .withObjectProperty("properties")
        .withObjectProperty("deviceType")
        .putArray("enum")
        .add("rtsp-camera")
        .add("doorbell");
    ((ObjectNode) schemas.path("events")).remove("HubClaimed");
    ((ObjectNode) schemas.path("events")).putObject("DoorHeldOpen").put("type", "object");

    JsonNode findings = drift(ExitCode.DRIFT).path("findings");

    assertThat(findings)
        .extracting(
            each ->
                each.path("kind").asText()
                    + " "
                    + each.path("type").asText()
                    + " "
                    + each.path("place").asText())
        .contains(
            "NEW_FIELD KeyAdded expiresAt",
            "TYPE_CHANGED KeyAdded lockId",
            "NOW_OPTIONAL KeyRemoved keyUuid",
            "REQUIRED_FIELD_VANISHED OwnerSet userId",
            "NEW_VALUE DeviceAdded deviceType",
            "TYPE_VANISHED HubClaimed ",
            "NEW_TYPE DoorHeldOpen ")
        .doesNotHaveDuplicates();
    assertThat(findings)
        .filteredOn(each -> each.path("place").asText().equals("deviceType"))
        .extracting(each -> each.path("detail").asText())
        .containsExactly("\"doorbell\"");
    assertThat(findings).allSatisfy(each -> assertThat(each.path("keyhook").asText()).isNotBlank());
  }

  @Test
  void capturedBodiesOfBothVendorsAreCompared() throws Exception {
    Files.writeString(
        folder.resolve("one.json"),
        "{\"id\":\"1\",\"detail-type\":\"DoorHeldOpen\",\"time\":\"2026-05-04T15:00:00Z\",\"detail\":{\"data\":{}}}");
    Files.writeString(
        folder.resolve("two.json"),
        "{\"eventId\":\"2\",\"trigger\":\"CommandSucceeded\",\"time\":\"2026-05-04T15:00:00Z\","
            + "\"eventType\":\"CommandUpdate\",\"data\":{\"commandId\":\"c\",\"clientId\":\"d\",\"commandType\":\"NewCommand\"}}");
    Command drift = Command.run("drift", folder.toString());
    assertThat(drift.exitCode()).isEqualTo(ExitCode.DRIFT);
    assertThat(drift.out())
        .contains("2 bodies", "DoorHeldOpen", "CommandSucceeded /data/commandType");
  }

  @Test
  void aFieldThatIsNullWhereTheSchemaAllowsNoneIsDrift() throws Exception {
    Path body = folder.resolve("nulls.json");
    String text =
        """
        {"id":"1","detail-type":"KeyAdded","time":"2026-05-04T15:00:00Z","account":null,
         "detail":{"partnerId":"acme","data":{"keyUuid":null,"uuid":"u","timestamp":null,"lockId":1}}}
        """;
    Files.writeString(body, text);
    Command drift = Command.run("drift", "--json", body.toString());
    assertThat(drift.exitCode()).as(drift.out()).isEqualTo(ExitCode.DRIFT);
    assertThat(Json.mapper().readTree(drift.out()).path("findings"))
        .filteredOn(each -> each.path("kind").asText().contains("NULL"))
        .extracting(each -> each.path("kind").asText() + " " + each.path("place").asText())
        .contains("REQUIRED_FIELD_NULL /detail/data/keyUuid", "NULL_VALUE /account");
    Files.writeString(body, text.replace("\"keyUuid\":null,", ""));
    assertThat(Command.run("drift", body.toString()).out())
        .contains("required field vanished", "KeyAdded /detail/data/keyUuid");
  }

  @Test
  void knownBodiesAreNoDrift() throws Exception {
    Path samples = Path.of(System.getProperty("keyhook.root", ".."), "examples", "samples");
    Command drift = Command.run("drift", samples.resolve("03-key-added.json").toString());
    assertThat(drift.exitCode()).as(drift.out()).isZero();
    assertThat(drift.out()).contains("No drift.");
  }
}
