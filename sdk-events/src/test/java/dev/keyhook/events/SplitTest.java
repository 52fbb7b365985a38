package dev.keyhook.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keyhook.Event;
import dev.keyhook.EventParser;
import dev.keyhook.JsonLimits;
import dev.keyhook.MalformedEventException;
import dev.keyhook.VerifiedDelivery;
import dev.keyhook.WebhookRequest;
import dev.keyhook.events.Vendor.Example;
import dev.keyhook.events.schlagehome.SchlageHomeEvents;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A delivery that is an array of events is split into one delivery for each event. */
class SplitTest {

  private static VerifiedDelivery delivery(byte[] body) {
    WebhookRequest request =
        WebhookRequest.of("POST", Map.of("Content-Type", "application/json"), body);
    return VerifiedDelivery.fromTrustedStorage(request, "current");
  }

  private static List<String> split(EventParser<?> parser, String body) {
    return parser.split(delivery(body.getBytes(UTF_8))).stream()
        .map(part -> new String(part.body(), UTF_8))
        .toList();
  }

  static java.util.stream.Stream<Vendor> bothVendors() {
    return Vendor.both();
  }

  @ParameterizedTest
  @MethodSource("bothVendors")
  void givesOneDeliveryForEachEventInOrder(Vendor vendor) {
    ByteArrayOutputStream array = new ByteArrayOutputStream();
    List<byte[]> expected = new ArrayList<>();
    for (Example example : vendor.examples()) {
      array.writeBytes((expected.isEmpty() ? "\uFEFF [\n" : " ,\t").getBytes(UTF_8));
      array.writeBytes(example.bytes());
      expected.add(example.bytes());
    }
    array.writeBytes(" ]\r\n".getBytes(UTF_8));

    List<VerifiedDelivery> parts = vendor.parser().split(delivery(array.toByteArray()));

    assertThat(parts).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      VerifiedDelivery part = parts.get(i);
      Event<?> event = vendor.parser().parse(part);
      assertThat(part.body()).isEqualTo(expected.get(i));
      assertThat(part.credential()).isEqualTo("current");
      assertThat(part.request().header("content-type")).containsExactly("application/json");
      assertThat(event).isEqualTo(vendor.parse(expected.get(i)));
    }
  }

  @Test
  void splitsElementsOfAnyType() {
    for (EventParser<?> parser :
        List.of(
            SmartphoneKeyEvents.parser(),
            SchlageHomeEvents.parser(),
            Vendor.deferring(SmartphoneKeyEvents.parser()))) {
      assertThat(split(parser, "[{\"a\":\"]\"}]")).containsExactly("{\"a\":\"]\"}");
      assertThat(split(parser, " [ 1 , [2,3],null,\"x,y\" ] "))
          .containsExactly("1", "[2,3]", "null", "\"x,y\"");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{}",
        "{\"a\":[1,2]}",
        "7",
        "null",
        "[]",
        "[ ]",
        "[",
        "[1",
        "[1,",
        "[1,]",
        "[,1]",
        "[1 2]",
        "[1}",
        "[1]]",
        "[1] x",
        "[{]",
        "[{\"a\":}]",
        "[nul]",
        "[\"\u0001\"]",
        "\uFEFF"
      })
  void returnsTheDeliveryUnchangedIfItCannotBeSplit(String body) {
    VerifiedDelivery delivery = delivery(body.getBytes(UTF_8));

    assertThat(SmartphoneKeyEvents.parser().split(delivery)).containsExactly(delivery);
    assertThat(SchlageHomeEvents.parser().split(delivery)).containsExactly(delivery);
  }

  @Test
  void returnsBytesThatAreNotUtf8AsTheyAre() {
    byte[] body = {'[', '"', (byte) 0xFF, '"', ']'};
    VerifiedDelivery delivery = delivery(body);

    assertThat(SmartphoneKeyEvents.parser().split(delivery)).containsExactly(delivery);
  }

  @Test
  void splitsWithinTheLimitsOnly() {
    VerifiedDelivery delivery = delivery("[[[[1]]],2]".getBytes(UTF_8));

    assertThat(limited(JsonLimits.defaults().maxDepth(3)).split(delivery)).hasSize(2);
    assertThat(limited(JsonLimits.defaults().maxDepth(2)).split(delivery))
        .containsExactly(delivery);
    assertThat(limited(JsonLimits.defaults().maxBytes(11)).split(delivery)).hasSize(2);
    assertThat(limited(JsonLimits.defaults().maxBytes(10)).split(delivery))
        .containsExactly(delivery);
    assertThat(limited(JsonLimits.defaults().maxDepth(Integer.MAX_VALUE)).split(delivery))
        .hasSize(2);
  }

  @Test
  void returnsAnArrayOfMoreThanAThousandElementsAsItIs() {
    EventParser<?> parser = SchlageHomeEvents.parser();
    VerifiedDelivery largest = delivery(("[" + "0,".repeat(999) + "0]").getBytes(UTF_8));
    VerifiedDelivery larger = delivery(("[" + "0,".repeat(1000) + "0]").getBytes(UTF_8));

    assertThat(parser.split(largest)).hasSize(1000);
    assertThat(parser.split(larger)).containsExactly(larger);
    assertThatExceptionOfType(MalformedEventException.class)
        .isThrownBy(() -> parser.parse(larger))
        .withMessageContaining("at most 1,000 events");
  }

  private static EventParser<?> limited(JsonLimits limits) {
    return SchlageHomeEvents.parser(limits);
  }
}
