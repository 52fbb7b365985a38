package dev.keyhook.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.keyhook.EventData;
import dev.keyhook.RawJson;
import dev.keyhook.events.Vendor.Field;
import dev.keyhook.events.Vendor.Kind;
import dev.keyhook.events.Vendor.Shape;
import dev.keyhook.events.schlagehome.model.Triggers;
import dev.keyhook.events.smartphonekey.model.DetailTypes;
import dev.keyhook.internal.event.LazyTypes;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The generated classes match the schema exactly. */
class GeneratedClassesTest {

  private record Vocabulary(Vendor vendor, String name, Class<?> javaClass) {

    Object of(String value) throws ReflectiveOperationException {
      return javaClass.getMethod("of", String.class).invoke(null, value);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Vendor> bothVendors() {
    return Vendor.both();
  }

  static Stream<Shape> everyShape() {
    return Vendor.everyShape();
  }

  static Stream<Vocabulary> everyVocabulary() {
    return Vendor.both()
        .flatMap(
            vendor ->
                vendor.componentsWith("x-vocabulary").stream()
                    .map(name -> new Vocabulary(vendor, name, vendor.modelClass(name))));
  }

  @ParameterizedTest
  @MethodSource("everyShape")
  void hasOneAccessorOfTheRightTypeForEveryField(Shape shape) {
    Map<String, String> expected = new TreeMap<>();
    for (Field field : shape.fields()) {
      expected.put(field.accessor(), returnType(shape.vendor(), field));
      if (field.nullDiffers()) {
        expected.put(Values.isNullAccessor(field), "boolean");
      }
    }
    if (EventData.class.isAssignableFrom(shape.javaClass())) {
      expected.put("toJson", RawJson.class.getName());
    }
    expected.put("hashCode", "int");
    expected.put("toString", String.class.getName());

    Map<String, String> accessors = new TreeMap<>();
    for (Method method : shape.javaClass().getDeclaredMethods()) {
      boolean inherited = method.isBridge() || method.isSynthetic();
      if (Modifier.isPublic(method.getModifiers())
          && !Modifier.isStatic(method.getModifiers())
          && method.getParameterCount() == 0
          && !inherited) {
        accessors.put(method.getName(), method.getGenericReturnType().getTypeName());
      }
    }
    assertThat(accessors).isEqualTo(expected);
  }

  private static String returnType(Vendor vendor, Field field) {
    String type = valueType(vendor, field);
    boolean primitive = field.kind() == Kind.LONG || field.kind() == Kind.DOUBLE;
    if (field.throwsIfMissing()) {
      return switch (field.kind()) {
        case LONG -> "long";
        case DOUBLE -> "double";
        case BOOLEAN, BOOLEAN_OR_TEXT -> "boolean";
        default -> type;
      };
    }
    return primitive
        ? "java.util.Optional" + (field.kind() == Kind.LONG ? "Long" : "Double")
        : "java.util.Optional<" + type + ">";
  }

  private static String valueType(Vendor vendor, Field field) {
    return switch (field.kind()) {
      case TEXT, TEXT_OR_NUMBER -> String.class.getName();
      case LONG -> Long.class.getName();
      case DOUBLE -> Double.class.getName();
      case BOOLEAN, BOOLEAN_OR_TEXT -> Boolean.class.getName();
      case ISO_TIME, EPOCH_TIME -> Instant.class.getName();
      case VOCABULARY, OBJECT -> vendor.modelClass(field.target()).getName();
      case OBJECTS -> "java.util.List<" + vendor.modelClass(field.target()).getName() + ">";
      case TEXTS -> "java.util.List<java.lang.String>";
      case JSON_TEXT, JSON_TEXT_OR_OBJECT, JSON_OBJECT -> RawJson.class.getName();
    };
  }

  @ParameterizedTest
  @MethodSource("everyShape")
  void isFinalWithFinalFieldsAndNoPublicConstructor(Shape shape) {
    Class<?> type = shape.javaClass();

    assertThat(type).isFinal().isPublic();
    assertThat(type.getDeclaredConstructors())
        .allSatisfy(constructor -> assertThat(isPrivate(constructor)).isTrue());
    assertThat(type.getDeclaredFields())
        .allSatisfy(
            field ->
                assertThat(field.getModifiers() & (Modifier.PRIVATE | Modifier.FINAL))
                    .as(field.getName())
                    .isEqualTo(Modifier.PRIVATE | Modifier.FINAL));
  }

  private static boolean isPrivate(Constructor<?> constructor) {
    return Modifier.isPrivate(constructor.getModifiers());
  }

  @ParameterizedTest
  @MethodSource("everyShape")
  void hasABuilderWithOneStepForEveryField(Shape shape) {
    Set<String> expected = new TreeSet<>(Set.of("build"));
    for (Field field : shape.fields()) {
      expected.add(field.accessor());
      if (field.nullDiffers()) {
        expected.add(field.accessor() + "Null");
      }
    }

    Class<?> builder =
        Stream.of(shape.javaClass().getClasses())
            .filter(nested -> nested.getSimpleName().equals("Builder"))
            .findFirst()
            .orElseThrow();

    assertThat(
            Stream.of(builder.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .map(Method::getName)
                .toList())
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @ParameterizedTest
  @MethodSource("bothVendors")
  void permitsInEveryFamilyTheTypesThatTheSchemaPutsThere(Vendor vendor) {
    Map<String, Set<String>> expected = new TreeMap<>();
    for (Shape type : vendor.types().values()) {
      expected
          .computeIfAbsent(vendor.family(type), family -> new TreeSet<>())
          .add(type.javaClass().getSimpleName());
    }

    Map<String, Set<String>> families = new TreeMap<>();
    for (Class<?> family : vendor.dataRoot().getPermittedSubclasses()) {
      if (family.isInterface()) {
        assertThat(family.isSealed()).as(family.getName()).isTrue();
        families.put(
            family.getSimpleName(),
            Stream.of(family.getPermittedSubclasses())
                .map(Class::getSimpleName)
                .collect(Collectors.toCollection(TreeSet::new)));
      }
    }
    assertThat(families).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("bothVendors")
  void hidesOneMemberSoThatASwitchNeedsADefault(Vendor vendor) {
    List<Class<?>> hidden = new ArrayList<>();
    for (Class<?> permitted : vendor.dataRoot().getPermittedSubclasses()) {
      if (!Modifier.isPublic(permitted.getModifiers())) {
        hidden.add(permitted);
      }
    }

    assertThat(vendor.dataRoot().isSealed()).isTrue();
    assertThat(hidden).hasSize(1).allMatch(member -> !member.isInterface());
  }

  @ParameterizedTest
  @MethodSource("bothVendors")
  void knowsTheTypeOfEachClassButNotOfFamilies(Vendor vendor) {
    LazyTypes<?> types =
        vendor == Vendor.SMARTPHONE_KEY
            ? (LazyTypes<?>) DetailTypes.classes()
            : (LazyTypes<?>) Triggers.classes();

    vendor.classes().forEach((type, data) -> assertThat(types.typeOf(data)).isEqualTo(type));
    assertThat(types.typeOf(vendor.dataRoot())).isNull();
    for (Class<?> family : vendor.dataRoot().getPermittedSubclasses()) {
      assertThat(types.typeOf(family)).as(family.getName()).isNull();
    }
    assertThat(types.typeOf(String.class)).isNull();
  }

  @Test
  void knowsTheTypesOfTheSchemaByName() {
    Map<String, Shape> types = Vendor.SMARTPHONE_KEY.types();
    for (Map.Entry<String, Shape> type : types.entrySet()) {
      assertThat(DetailTypes.isKnown(type.getKey())).as(type.getKey()).isTrue();
      assertThat(DetailTypes.classes().get(type.getKey())).isSameAs(type.getValue().javaClass());
      assertThat(DetailTypes.isFlat(type.getKey()))
          .isEqualTo(Vendor.SMARTPHONE_KEY.dataPointer(type.getKey()).equals("/detail"));
    }
    for (Map.Entry<String, Shape> type : Vendor.SCHLAGE_HOME.types().entrySet()) {
      assertThat(Triggers.isKnown(type.getKey())).as(type.getKey()).isTrue();
      assertThat(Triggers.classes().get(type.getKey())).isSameAs(type.getValue().javaClass());
    }

    assertThat(types.keySet().stream().filter(DetailTypes::isFlat))
        .containsExactlyInAnyOrder("Shadow Update", "CustomerCreated", "UserSignup");
    for (String unknown : List.of("", "ShadowUpdate", "keyadded", "KeyAdded ", "DoorOpened")) {
      assertThat(DetailTypes.isKnown(unknown)).as(unknown).isFalse();
      assertThat(DetailTypes.isFlat(unknown)).as(unknown).isFalse();
      assertThat(Triggers.isKnown(unknown)).as(unknown).isFalse();
    }
  }

  // Vocabularies

  @ParameterizedTest
  @MethodSource("everyVocabulary")
  void hasAConstantForEveryValueOfAVocabulary(Vocabulary vocabulary) throws Exception {
    Map<String, String> words = vocabulary.vendor().vocabulary(vocabulary.name());
    List<String> constants = new ArrayList<>();
    for (java.lang.reflect.Field field : vocabulary.javaClass().getFields()) {
      constants.add(field.getName());
      Object constant = field.get(null);

      assertThat(Values.call(constant, "value")).isEqualTo(words.get(field.getName()));
      assertThat(Values.call(constant, "isKnown")).isEqualTo(true);
      assertThat(constant).hasToString(words.get(field.getName()));
      assertThat(known(constant)).isEqualTo(field.getName());
      assertThat(vocabulary.of(words.get(field.getName()))).isSameAs(constant);
    }
    Class<?> known = vocabulary.javaClass().getClasses()[0];
    List<Object> all = new ArrayList<>();
    for (String value : words.values()) {
      all.add(vocabulary.of(value));
    }
    assertThat(all).doesNotHaveDuplicates();

    assertThat(constants).containsExactlyElementsOf(words.keySet());
    assertThat(Stream.of(known.getEnumConstants()).map(Object::toString))
        .containsExactlyElementsOf(words.keySet());
  }

  @ParameterizedTest
  @MethodSource("everyVocabulary")
  void keepsValuesAsReceivedAndComparesThemCaseInsensitively(Vocabulary vocabulary)
      throws Exception {
    for (Map.Entry<String, String> word :
        vocabulary.vendor().vocabulary(vocabulary.name()).entrySet()) {
      Object shouted = vocabulary.of(word.getValue().toUpperCase(java.util.Locale.ROOT));
      Object constant = vocabulary.of(word.getValue());

      assertThat(shouted).isEqualTo(constant).hasSameHashCodeAs(constant);
      assertThat(constant).isEqualTo(shouted);
      assertThat(known(shouted)).isEqualTo(word.getKey());
      assertThat(Values.call(shouted, "value"))
          .isEqualTo(word.getValue().toUpperCase(java.util.Locale.ROOT));
    }
    for (String text : List.of("", "INVENTED_TOMORROW", "\uD83D\uDD11", "\uD800", "\n")) {
      Object unknown = vocabulary.of(text);

      assertThat(Values.call(unknown, "value")).isEqualTo(text);
      assertThat(Values.call(unknown, "isKnown")).isEqualTo(false);
      assertThat(known(unknown)).isNull();
      assertThat(unknown).isEqualTo(vocabulary.of(text)).hasSameHashCodeAs(vocabulary.of(text));
      assertThat(unknown).isNotEqualTo(vocabulary.of(text + "x"));
      assertThat(vocabulary.of("Ä" + text)).isNotEqualTo(vocabulary.of("ä" + text));
    }
    assertThatNullPointerException().isThrownBy(() -> ofNull(vocabulary));
  }

  private static void ofNull(Vocabulary vocabulary) throws Throwable {
    try {
      vocabulary.of(null);
    } catch (java.lang.reflect.InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** Returns the name of the enum constant, or null. */
  private static String known(Object word) {
    return ((Optional<?>) Values.call(word, "known")).map(Object::toString).orElse(null);
  }
}
