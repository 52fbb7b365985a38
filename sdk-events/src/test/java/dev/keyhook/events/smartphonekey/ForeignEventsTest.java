package dev.keyhook.events.smartphonekey;

import static dev.keyhook.Deviation.Kind.UNKNOWN_FIELD;
import static dev.keyhook.Deviation.Kind.UNKNOWN_TYPE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyhook.Deviation;
import dev.keyhook.EventParser;
import dev.keyhook.internal.event.DeferringParser;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Events of AWS services and of other partners at the same URL are parsed without loss. */
class ForeignEventsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final class Foreign {

    private final String name;
    private final byte[] body;
    private final JsonNode json;

    Foreign(String name, byte[] body, JsonNode json) {
      this.name = name;
      this.body = body;
      this.json = json;
    }

    byte[] body() {
      return body;
    }

    JsonNode json() {
      return json;
    }

    String text(String field) {
      return json.path(field).textValue();
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Foreign> everyForeignEvent() throws IOException, URISyntaxException {
    Path folder = Path.of(ForeignEventsTest.class.getResource("/foreign").toURI());
    List<Foreign> events = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        byte[] body = Files.readAllBytes(file);
        events.add(new Foreign(file.getFileName().toString(), body, JSON.readTree(body)));
      }
    }
    return events;
  }

  @Test
  void hasBodiesOfDozensOfSources() throws Exception {
    assertThat(everyForeignEvent()).hasSizeGreaterThan(36);
    assertThat(everyForeignEvent().stream().map(event -> event.text("source")).distinct())
        .hasSizeGreaterThan(30);
  }

  @ParameterizedTest
  @MethodSource("everyForeignEvent")
  void isAnEventOfAnUnknownTypeWithoutOtherDeviations(Foreign foreign) {
    SmartphoneKeyEvent event = SmartphoneKeyEvents.parser().parseUnverified(foreign.body());

    List<Deviation> expected = new ArrayList<>();
    expected.add(Deviation.of(UNKNOWN_TYPE, "/detail-type"));
    if (foreign.json().has("trace-header")) {
      expected.add(Deviation.of(UNKNOWN_FIELD, "/trace-header"));
    }
    assertThat(event.isRecognized()).isFalse();
    assertThat(event.deviations()).containsExactlyInAnyOrderElementsOf(expected);
  }

  @ParameterizedTest
  @MethodSource("everyForeignEvent")
  void keepsEveryByteAndTheEnvelope(Foreign foreign) {
    SmartphoneKeyEvent event = SmartphoneKeyEvents.parser().parseUnverified(foreign.body());

    assertThat(event.raw().toByteArray()).isEqualTo(foreign.body());
    assertThat(event.id()).isEqualTo(foreign.text("id"));
    assertThat(event.type()).isEqualTo(foreign.text("detail-type"));
    assertThat(event.source()).isEqualTo(foreign.text("source"));
    assertThat(event.account()).contains(foreign.text("account"));
    assertThat(event.region()).contains(foreign.text("region"));
    assertThat(event.time()).isEqualTo(Instant.parse(foreign.text("time")));
    assertThat(event.resources())
        .isEqualTo(foreign.json().path("resources").valueStream().map(JsonNode::asText).toList());
    assertThat(event)
        .hasToString(
            "SmartphoneKeyEvent[type="
                + event.type()
                + ", id="
                + event.id()
                + ", time="
                + event.time()
                + "]");
  }

  @ParameterizedTest
  @MethodSource("everyForeignEvent")
  void returnsTheContentAsReceived(Foreign foreign) throws IOException {
    for (EventParser<SmartphoneKeyEvent> parser :
        List.of(
            SmartphoneKeyEvents.parser(),
            DeferringParser.deferring(SmartphoneKeyEvents.parser(), type -> true))) {
      SmartphoneKeyEvent event = parser.parseUnverified(foreign.body());
      JsonNode detail = foreign.json().path("detail");
      JsonNode expected = detail.path("data").isObject() ? detail.path("data") : detail;

      assertThat(JSON.readTree(event.data().toJson().toByteArray())).isEqualTo(expected);
      assertThat(event.raw().text()).contains(event.data().toJson().text());
      assertThat(event.data()).hasToString("Unrecognized[***]");
    }
  }

  @ParameterizedTest
  @MethodSource("everyForeignEvent")
  void readsAForeignDetailThatLooksLikeOurOwnWithoutDeviations(Foreign foreign) {
    SmartphoneKeyEvent event = SmartphoneKeyEvents.parser().parseUnverified(foreign.body());
    JsonNode detail = foreign.json().path("detail");
    JsonNode partner = detail.path("partnerId");

    assertThat(event.partnerId())
        .isEqualTo(partner.isValueNode() ? Optional.of(partner.asText()) : Optional.empty());
    assertThat(event.aggregate().isPresent())
        .isEqualTo(
            detail.path("aggregateType").isTextual() || detail.path("aggregateId").isValueNode());
  }

  @Test
  void isEqualToTheSameUnrecognizedData() throws Exception {
    List<SmartphoneKeyData> all = new ArrayList<>();
    for (Foreign foreign : everyForeignEvent()) {
      SmartphoneKeyData data = SmartphoneKeyEvents.parser().parseUnverified(foreign.body()).data();

      assertThat(SmartphoneKeyEvents.parser().parseUnverified(foreign.body()).data())
          .isEqualTo(data)
          .hasSameHashCodeAs(data);
      all.add(data);
    }
    assertThat(all).doesNotHaveDuplicates();
  }
}
