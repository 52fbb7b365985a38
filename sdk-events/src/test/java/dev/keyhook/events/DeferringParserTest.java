package dev.keyhook.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.keyhook.Event;
import dev.keyhook.EventData;
import dev.keyhook.EventParser;
import dev.keyhook.MalformedEventException;
import dev.keyhook.events.Vendor.Example;
import dev.keyhook.events.Vendor.Field;
import dev.keyhook.events.Vendor.Place;
import dev.keyhook.events.schlagehome.SchlageHomeEvent;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvent;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import dev.keyhook.internal.event.DeferringParser;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A parser that defers data gives the same events; it only reads the data later. */
class DeferringParserTest {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  static Stream<Example> everyExample() {
    return Vendor.everyExample();
  }

  static Stream<Example> everyExampleOfAKnownType() {
    return Vendor.everyExampleOfAKnownType();
  }

  @ParameterizedTest
  @MethodSource("everyExample")
  void givesTheSameEvent(Example example) {
    assertSameEvent(example.vendor(), example.bytes());
  }

  @ParameterizedTest
  @MethodSource("everyExampleOfAKnownType")
  void givesTheSameEventFromAnyLegalVariant(Example example) {
    Vendor vendor = example.vendor();
    List<JsonNode> values =
        List.of(
            JSON.nullNode(),
            JSON.textNode("text"),
            JSON.numberNode(7),
            JSON.objectNode().put("a", 1),
            JSON.arrayNode().addNull().add(1).addObject());
    for (JsonNode value : values) {
      Example changed = example.copy();
      for (Place place : changed.places()) {
        for (Field field : place.fields()) {
          if (!List.of("detail", "detail-type", "trigger").contains(field.name())) {
            place.object().set(field.name(), value);
          }
        }
        place.object().set("unknown", value);
      }
      if (vendor == Vendor.SCHLAGE_HOME) {
        changed.body().set("data", example.body().path("data"));
      }
      assertSameEvent(vendor, changed.bytes());
    }
    JsonText backwards =
        JsonText.plain()
            .members(
                (pointer, object) -> {
                  List<Map.Entry<String, JsonNode>> members = new ArrayList<>(object.properties());
                  Collections.reverse(members);
                  return members;
                });
    JsonText twice =
        JsonText.plain()
            .members(
                (pointer, object) ->
                    object.properties().stream().flatMap(m -> Stream.of(m, m)).toList());
    assertSameEvent(vendor, backwards.write(example.body()));
    assertSameEvent(vendor, twice.write(example.body()));
    assertSameEvent(
        vendor, JsonText.plain().quoting(JsonText::quoteWithEscapesOnly).write(example.body()));
  }

  @Test
  void givesTheSameEventIfAKeyIsRepeated() {
    String bad = "{\"lockId\":{},\"old\":1}";
    String good = "{\"lockId\":7,\"new\":1}";
    for (String body :
        List.of(
            "{*,\"detail\":{\"data\":" + bad + ",\"x\":1,\"data\":" + good + "}}",
            "{*,\"detail\":{\"data\":" + good + ",\"data\":null,\"lockId\":\"8\"}}",
            "{*,\"detail\":{\"data\":" + bad + "},\"y\":2,\"detail\":{\"data\":" + good + "}}",
            "{*,\"detail\":{\"y\":1,\"data\":" + bad + "},*}",
            "{*,\"detail\":{\"data\":" + bad + "},\"detail-type\":\"KeyRemoved\"}",
            "{*,\"detail\":{\"data\":" + bad + "},\"detail-type\":\"Shadow Update\"}",
            "{*,\"detail\":{\"data\":" + bad + "},\"detail-type\":\"DoorOpened\"}",
            "{\"detail-type\":\"Shadow Update\",\"detail\":{\"version\":{}},*}",
            "{\"detail-type\":\"DoorOpened\",\"detail\":{\"version\":{}},*}",
            "{\"detail\":{\"data\":" + bad + ",\"data\":" + good + "},\"y\":2,*,\"z\":2}",
            "{*,\"detail\":{\"version\":1,\"version\":{},\"data\":" + bad + "},\"id\":7}")) {
      assertSameEvent(
          Vendor.SMARTPHONE_KEY, body.replace("*", "\"detail-type\":\"KeyAdded\"").getBytes(UTF_8));
    }
    for (String body :
        List.of(
            "{*,\"data\":{\"lockState\":7,\"old\":1},\"data\":{\"new\":1}}",
            "{*,\"data\":{\"old\":1},\"trigger\":\"CommandSucceeded\",\"y\":2}",
            "{*,\"data\":{\"old\":1},\"trigger\":\"New\"}",
            "{\"trigger\":\"New\",\"data\":{\"old\":1},*,\"data\":{\"new\":1}}")) {
      assertSameEvent(
          Vendor.SCHLAGE_HOME,
          body.replace("*", "\"trigger\":\"DeviceLockStateChanged\"").getBytes(UTF_8));
    }
  }

  @Test
  void listsNoDeviationsOfDataThatALaterOneReplaces() {
    byte[] body =
        ("{\"detail-type\":\"KeyAdded\",\"detail\":{\"data\":{\"lockId\":{},\"old\":1},"
                + "\"data\":{\"lockId\":7}}}")
            .getBytes(UTF_8);
    for (Event<?> event :
        List.of(
            Vendor.SMARTPHONE_KEY.parse(body),
            Vendor.SMARTPHONE_KEY.deferring().parseUnverified(body))) {
      assertThat(event.deviations())
          .map(Object::toString)
          .contains("DUPLICATE_FIELD at /detail/data")
          .doesNotContain("UNREADABLE at /detail/data/lockId", "UNKNOWN_FIELD at /detail/data/old");
    }
  }

  @Test
  void givesTheSameFirst100DeviationsOfMore() {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      String before = unknownFields(random);
      String inDetail = unknownFields(random);
      String inData = unknownFields(random);
      String after = unknownFields(random);
      String detail = "{" + inDetail + "\"data\":{" + inData + "\"a\":1}," + after + "\"b\":1}";
      String type = "\"detail-type\":\"KeyAdded\"";

      assertSameEvent(
          Vendor.SMARTPHONE_KEY,
          ("{" + before + type + ",\"detail\":" + detail + "," + after + "\"c\":1}")
              .getBytes(UTF_8));
      assertSameEvent(
          Vendor.SMARTPHONE_KEY,
          ("{" + before + "\"detail\":" + detail + "," + after + type + "}").getBytes(UTF_8));
    }
  }

  private static String unknownFields(Random random) {
    StringBuilder fields = new StringBuilder();
    for (int i = random.nextInt(60); i > 0; i--) {
      fields.append("\"x").append(i).append("\":0,");
    }
    return fields.toString();
  }

  private static void assertSameEvent(Vendor vendor, byte[] body) {
    Event<?> now = vendor.parse(body);
    Event<?> later = vendor.deferring().parseUnverified(body);

    assertThat(later).isEqualTo(now).hasSameHashCodeAs(now).hasToString(now.toString());
    assertThat(later.type()).isEqualTo(now.type());
    assertThat(later.isRecognized()).isEqualTo(now.isRecognized());
    assertThat(later.raw()).isEqualTo(now.raw());
    for (String accessor :
        List.of(
            "id", "time", "subject", "sequence", "source", "deviceId", "eventType", "version")) {
      if (Arrays.stream(now.getClass().getMethods()).anyMatch(m -> m.getName().equals(accessor))) {
        assertThat(Values.call(later, accessor)).isEqualTo(Values.call(now, accessor));
      }
    }
    if (now instanceof SmartphoneKeyEvent a && later instanceof SmartphoneKeyEvent b) {
      assertThat(b.partnerId()).isEqualTo(a.partnerId());
      assertThat(b.aggregate()).isEqualTo(a.aggregate());
      assertThat(b.region()).isEqualTo(a.region());
      assertThat(b.account()).isEqualTo(a.account());
      assertThat(b.resources()).isEqualTo(a.resources());
    }
    assertThat(later.data()).isEqualTo(now.data()).hasSameHashCodeAs(now.data());
    assertThat(later.data()).isSameAs(later.data());
    assertThat(later.deviations()).isEqualTo(now.deviations());
  }

  @Test
  void listsDeviationsOfDataOnceWhetherDataOrDeviationsAreReadFirst() {
    byte[] body =
        ("{\"id\":7,\"detail-type\":\"KeyAdded\",\"detail\":{\"data\":{\"lockId\":\"x\"},"
                + "\"new\":1},\"late\":1}")
            .getBytes(UTF_8);
    for (EventParser<SmartphoneKeyEvent> parser :
        List.of(SmartphoneKeyEvents.parser(), Vendor.deferring(SmartphoneKeyEvents.parser()))) {
      SmartphoneKeyEvent deviationsFirst = parser.parseUnverified(body);
      SmartphoneKeyEvent dataFirst = parser.parseUnverified(body);
      assertThat(dataFirst.data()).isNotNull();

      assertThat(dataFirst.deviations())
          .containsExactlyInAnyOrderElementsOf(deviationsFirst.deviations())
          .doesNotHaveDuplicates()
          .map(Object::toString)
          .contains(
              "CONVERTED at /id",
              "UNREADABLE at /detail/data/lockId",
              "UNKNOWN_FIELD at /detail/new",
              "UNKNOWN_FIELD at /late");
    }
  }

  @Test
  void defersOnlyTheGivenTypes() {
    List<String> asked = new ArrayList<>();
    EventParser<SmartphoneKeyEvent> parser =
        DeferringParser.deferring(
            SmartphoneKeyEvents.parser(),
            type -> {
              asked.add(type);
              return false;
            });
    byte[] body = Vendor.SMARTPHONE_KEY.example("KeyAdded").bytes();

    assertThat(parser.parseUnverified(body))
        .isEqualTo(SmartphoneKeyEvents.parser().parseUnverified(body));
    assertThat(asked).contains("KeyAdded");
  }

  @ParameterizedTest
  @MethodSource("everyExampleOfAKnownType")
  void rejectsDeferredDataThatIsInvalidJson(Example example) {
    EventParser<? extends Event<?>> parser = example.vendor().deferring();
    byte[] body = example.bytes();
    for (int at = 1; at < body.length; at += 11) {
      byte[] broken = body.clone();
      broken[at] = 0x01;
      MalformedEventException now = malformed(example.vendor().parser(), broken);
      MalformedEventException later = malformed(parser, broken);

      assertThat(later.reason()).isEqualTo(now.reason());
      assertThat(later.byteOffset()).isEqualTo(now.byteOffset());
    }
  }

  private static MalformedEventException malformed(EventParser<?> parser, byte[] body) {
    try {
      parser.parseUnverified(body);
    } catch (MalformedEventException malformed) {
      return malformed;
    }
    throw new AssertionError("An event from " + new String(body, UTF_8));
  }

  @Test
  void givesEqualDataToThreadsThatAskAtTheSameTime() throws Exception {
    int threads = 8;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      for (String name :
          List.of("LockCreated", "ShadowUpdate", "TempKeyUpdated", "UnrecognizedDoorOpened")) {
        Example example = Vendor.SMARTPHONE_KEY.example(name);
        for (int round = 0; round < 50; round++) {
          Event<?> event = example.vendor().deferring().parseUnverified(example.bytes());
          CyclicBarrier start = new CyclicBarrier(threads);
          List<Callable<EventData>> askers =
              Collections.nCopies(
                  threads,
                  () -> {
                    start.await(60, TimeUnit.SECONDS);
                    return event.data();
                  });
          for (Future<EventData> answer : pool.invokeAll(askers)) {
            assertThat(answer.get()).isEqualTo(example.parse().data());
          }
          assertThat(event.deviations()).isEqualTo(example.parse().deviations());
        }
      }
    } finally {
      pool.shutdownNow();
    }
  }

  // A data class is loaded when it is first used, which shows whether data has been read.

  private static final class WatchedLoader extends URLClassLoader {

    WatchedLoader() throws Exception {
      super(classPath(), ClassLoader.getPlatformClassLoader());
    }

    private static URL[] classPath() throws Exception {
      List<URL> urls = new ArrayList<>();
      String path =
          System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
      for (String entry : path.split(File.pathSeparator, -1)) {
        urls.add(new File(entry).toURI().toURL());
      }
      return urls.toArray(URL[]::new);
    }

    boolean isLoaded(String name) {
      return findLoadedClass(name) != null;
    }
  }

  @Test
  void readsDataAtTheFirstAccess() throws Exception {
    String data = "dev.keyhook.events.smartphonekey.model.KeyAdded";
    try (WatchedLoader loader = new WatchedLoader()) {
      Object parser =
          loader
              .loadClass("dev.keyhook.events.smartphonekey.SmartphoneKeyEvents")
              .getMethod("parser")
              .invoke(null);
      Class<?> parserType = loader.loadClass("dev.keyhook.EventParser");
      Object deferring =
          loader
              .loadClass("dev.keyhook.internal.event.DeferringParser")
              .getMethod("deferring", java.util.function.Predicate.class)
              .invoke(parser, (java.util.function.Predicate<String>) type -> true);
      Object event =
          parserType
              .getMethod("parseUnverified", byte[].class)
              .invoke(deferring, (Object) Vendor.SMARTPHONE_KEY.example("KeyAdded").bytes());

      assertThat(Values.call(event, "type")).isEqualTo("KeyAdded");
      assertThat(Values.call(event, "isRecognized")).isEqualTo(true);
      assertThat(Values.call(event, "partnerId").toString()).contains("acme-corp");
      assertThat(Values.call(event, "toString").toString()).contains("KeyAdded");
      assertThat(loader.isLoaded(data)).isFalse();

      assertThat(Values.call(event, "data").getClass().getName()).isEqualTo(data);
      assertThat(loader.isLoaded(data)).isTrue();
      assertThat(loader.isLoaded("dev.keyhook.events.smartphonekey.model.KeyRemoved")).isFalse();
    }
  }

  @Test
  void defersEventsOfSchlageHomeToo() {
    Example example = Vendor.SCHLAGE_HOME.example("DeviceLockStateChanged");
    Event<?> event = Vendor.SCHLAGE_HOME.deferring().parseUnverified(example.bytes());

    assertThat(((SchlageHomeEvent) event).deviceId())
        .isEqualTo(example.body().path("deviceId").textValue());
    assertThat(event.data()).isEqualTo(example.parse().data());
  }
}
