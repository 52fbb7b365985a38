package dev.keyhook.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.keyhook.Event;
import dev.keyhook.KeyhookException;
import dev.keyhook.MissingFieldException;
import dev.keyhook.events.Vendor.Example;
import dev.keyhook.events.Vendor.Field;
import dev.keyhook.events.Vendor.Place;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvent;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Only accessors return secret or personal values; exceptions contain none. */
class PlantedSecretsTest {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String PLANTED = "53cr3t";

  static Stream<Example> aFullExampleOfEveryType() {
    return Vendor.aFullExampleOfEveryType();
  }

  /** The forms in which a sender may encode a secret. */
  private static List<JsonNode> forms() {
    return List.of(
        JSON.textNode(PLANTED),
        JSON.textNode("{\"pin\":\"" + PLANTED + "\"}"),
        JSON.objectNode().put("pin", PLANTED),
        JSON.arrayNode().add(PLANTED),
        JsonText.literal("\"\\u0035\\u0033cr3t\""));
  }

  @ParameterizedTest
  @MethodSource("aFullExampleOfEveryType")
  void printsNoSensitiveFieldOfData(Example example) {
    for (JsonNode secret : forms()) {
      Example planted = example.copy();
      for (Place place : planted.places()) {
        place.fields().stream()
            .filter(Field::sensitive)
            .forEach(field -> place.object().set(field.name(), secret));
      }

      Event<?> event = planted.parse();

      assertThat(printedBy(event)).doesNotContain(PLANTED);
      assertThat(planted.vendor().deferring().parseUnverified(planted.bytes()))
          .hasToString(event.toString());
    }
  }

  @ParameterizedTest
  @MethodSource("aFullExampleOfEveryType")
  void printsNoSensitiveNumber(Example example) {
    Example planted = example.copy();
    for (Place place : planted.places()) {
      place.fields().stream()
          .filter(Field::sensitive)
          .forEach(field -> place.object().put(field.name(), 5353535353L));
    }

    assertThat(printedBy(planted.parse())).doesNotContain("5353535353");
  }

  @ParameterizedTest
  @MethodSource("aFullExampleOfEveryType")
  void printsEveryFieldByNameAndStarsForSensitiveOnes(Example example) {
    String printed = example.parse().data().toString();
    for (Field field : example.shape().fields()) {
      if (example.data().hasNonNull(field.name())) {
        assertThat(printed).contains(field.name() + (field.sensitive() ? "=***" : "="));
      }
    }
    for (Place place : example.places()) {
      for (Field field : place.fields()) {
        boolean inData = place.pointer().startsWith(example.dataPointer());
        boolean hidden = isHidden(example, place);
        JsonNode value = place.object().path(field.name());
        if (inData && !hidden && !field.sensitive() && (value.isTextual() || value.isNumber())) {
          assertThat(printed).contains(field.name() + "=");
        }
      }
    }
  }

  private static boolean isHidden(Example example, Place place) {
    String below =
        place
            .pointer()
            .substring(Math.min(place.pointer().length(), example.dataPointer().length()));
    return !below.isEmpty()
        && example.shape().fields().stream()
            .filter(Field::sensitive)
            .anyMatch(field -> below.startsWith("/" + field.name()));
  }

  @ParameterizedTest
  @MethodSource("aFullExampleOfEveryType")
  void putsNoValueOfAnyFieldIntoDeviationsOrTheEvent(Example example) {
    for (JsonNode value : forms()) {
      Example planted = plantedEverywhere(example, value);

      Event<?> event = planted.parse();

      List<String> printed = new ArrayList<>();
      event.deviations().forEach(deviation -> printed.add(deviation.toString()));
      printed.add(event.toString());
      event.raw();
      printed.add(event.raw().toString());
      printed.addAll(exceptionsOf(event));
      printed.addAll(exceptionsOf(event.data()));
      if (event instanceof SmartphoneKeyEvent key && key.aggregate().isPresent()) {
        printed.addAll(exceptionsOf(key.aggregate().get()));
      }
      assertThat(String.join("\n", printed)).doesNotContain(PLANTED);
      assertThat(event.deviations()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("aFullExampleOfEveryType")
  void keepsTheContentOfAMalformedBodyOutOfItsException(Example example) {
    byte[] body = plantedEverywhere(example, JSON.textNode(PLANTED)).bytes();
    List<byte[]> broken = new ArrayList<>();
    for (int at = 0; at < body.length; at += 23) {
      broken.add(Arrays.copyOf(body, at));
      byte[] changed = body.clone();
      changed[at] = (byte) (at % 2 == 0 ? 0xFF : 0x01);
      broken.add(changed);
    }
    String text = new String(body, UTF_8);
    broken.add((text + PLANTED).getBytes(UTF_8));
    broken.add(("[" + text + "]").getBytes(UTF_8));
    broken.add(("\"" + PLANTED + "\"").getBytes(UTF_8));
    broken.add(("{\"" + PLANTED + "\":" + text + "}").getBytes(UTF_8));
    broken.add(PLANTED.getBytes(UTF_8));
    broken.add(("{\"a\":" + PLANTED + "}").getBytes(UTF_8));
    broken.add(("{\"a\":\"\\" + PLANTED + "\"}").getBytes(UTF_8));
    broken.add(("[".repeat(80) + PLANTED).getBytes(UTF_8));
    for (byte[] bytes : broken) {
      try {
        example.vendor().parse(bytes);
      } catch (KeyhookException refused) {
        assertThat(refused.toString()).doesNotContain(PLANTED);
        assertThat(refused).hasNoCause().hasNoSuppressedExceptions();
      }
    }
  }

  /**
   * The example with the same value in all fields except those that identify the type of the event.
   */
  private static Example plantedEverywhere(Example example, JsonNode value) {
    Example planted = example.copy();
    List<String> kept =
        List.of("id", "eventId", "time", "detail-type", "trigger", "detail", "data", "partnerId");
    for (Place place : planted.places()) {
      boolean data = place.pointer().startsWith(example.dataPointer());
      for (Field field : place.fields()) {
        boolean holder = field.kind() == Vendor.Kind.OBJECT || field.kind() == Vendor.Kind.OBJECTS;
        if ((data || !kept.contains(field.name())) && !holder) {
          place.object().set(field.name(), value);
        }
      }
      place.object().set("unknown", value);
    }
    return planted;
  }

  /** The output of toString() of an event and of all its parts. */
  private static String printedBy(Event<?> event) {
    StringBuilder printed = new StringBuilder();
    printed.append(event).append(event.data()).append(event.deviations()).append(event.raw());
    for (Method accessor : accessors(event.data())) {
      Object part = call(event.data(), accessor);
      boolean nested = part != null && part.getClass().getPackageName().endsWith(".model");
      printed.append(nested ? part.toString() : "");
    }
    return printed.append(event.data().toJson()).toString();
  }

  private static List<String> exceptionsOf(Object object) {
    List<String> printed = new ArrayList<>();
    for (Method accessor : accessors(object)) {
      Object result = call(object, accessor);
      if (result instanceof MissingFieldException missing) {
        printed.add(printed(missing));
      }
    }
    return printed;
  }

  private static List<Method> accessors(Object object) {
    return Arrays.stream(object.getClass().getMethods())
        .filter(method -> method.getParameterCount() == 0)
        .filter(method -> method.getDeclaringClass() == object.getClass())
        .toList();
  }

  private static Object call(Object object, Method accessor) {
    try {
      Object result = accessor.invoke(object);
      return result instanceof Optional<?> optional ? optional.orElse(null) : result;
    } catch (InvocationTargetException thrown) {
      return thrown.getCause();
    } catch (IllegalAccessException e) {
      throw new AssertionError(accessor.getName(), e);
    }
  }

  private static String printed(Throwable problem) {
    StringWriter out = new StringWriter();
    problem.printStackTrace(new PrintWriter(out));
    return out.toString();
  }
}
