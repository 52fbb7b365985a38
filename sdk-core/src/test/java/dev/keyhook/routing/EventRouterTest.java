package dev.keyhook.routing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhook.DoorBell;
import dev.keyhook.DoorBell.BatteryLow;
import dev.keyhook.DoorBell.BellData;
import dev.keyhook.DoorBell.BellEvent;
import dev.keyhook.DoorBell.Knocked;
import dev.keyhook.DoorBell.Powered;
import dev.keyhook.DoorBell.Rung;
import dev.keyhook.DoorBell.Unrecognized;
import dev.keyhook.DoorBell.Visitor;
import dev.keyhook.EventParser;
import dev.keyhook.VerifiedDelivery;
import dev.keyhook.internal.event.DeferringParser;
import dev.keyhook.internal.event.LazyTypes;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventRouterTest {

  private final List<String> seen = new ArrayList<>();

  private static EventRouter.Builder<BellData, BellEvent> builder() {
    return EventRouter.builder("bell", new DoorBell(), DoorBell.TYPES);
  }

  private static void handle(EventRouter<BellEvent> router, String... types) {
    for (String type : types) {
      router.handle(DoorBell.event("type=" + type));
    }
  }

  @Test
  void theMostSpecificHandlerGetsTheEvent() {
    EventRouter<BellEvent> router =
        builder()
            .on(BellData.class, (data, event) -> seen.add("root " + event.type()))
            .on(Visitor.class, (data, event) -> seen.add("family"))
            .on(Rung.class, (data, event) -> seen.add("class"))
            .on("future", event -> seen.add("name"))
            .otherwise(event -> seen.add("otherwise"))
            .build();

    handle(router, "rung", "knocked", "battery-low", "future", "unheard-of");

    assertThat(seen)
        .containsExactly("class", "family", "root battery-low", "name", "root unheard-of");
  }

  @Test
  void theOrderOfRegistrationDoesNotMatter() {
    EventRouter<BellEvent> router =
        builder()
            .otherwise(event -> seen.add("otherwise"))
            .on(Rung.class, (data, event) -> seen.add("class"))
            .on(Visitor.class, (data, event) -> seen.add("family"))
            .on(BellData.class, (data, event) -> seen.add("root"))
            .build();

    handle(router, "rung", "knocked", "battery-low");

    assertThat(seen).containsExactly("class", "family", "root");
  }

  @Test
  void aHandlerOfTheRootClassGetsUnknownTypes() {
    EventRouter<BellEvent> router =
        builder()
            .on(BellData.class, (data, event) -> seen.add(data + " " + event.type()))
            .otherwise(event -> seen.add("otherwise"))
            .build();

    handle(router, "unheard-of");

    assertThat(seen).containsExactly("Unrecognized[] unheard-of");
  }

  @Test
  void aHandlerOfAFamilyGetsUnknownTypesWhoseDataBelongsToIt() {
    EventRouter<BellEvent> router =
        builder()
            .on(BellData.class, (data, event) -> seen.add("root"))
            .on(Visitor.class, (data, event) -> seen.add("visitor"))
            .otherwise(event -> seen.add("otherwise"))
            .build();

    handle(router, "seen");

    assertThat(seen).containsExactly("visitor");
  }

  @Test
  void anUnknownTypeOfTwoFamiliesGoesToOtherwise() {
    EventRouter<BellEvent> router =
        builder()
            .on(Visitor.class, (data, event) -> seen.add("visitor"))
            .on(Powered.class, (data, event) -> seen.add("powered"))
            .on(Rung.class, (data, event) -> seen.add("rung"))
            .otherwise(event -> seen.add("otherwise " + event.type()))
            .build();

    handle(router, "ambiguous", "unheard-of");

    assertThat(seen).containsExactly("otherwise ambiguous", "otherwise unheard-of");
  }

  @Test
  void anUnknownTypeGoesToOtherwiseWhenOnlyClassesAreRegistered() {
    EventRouter<BellEvent> router =
        builder()
            .on(Rung.class, (data, event) -> seen.add("rung"))
            .otherwise(event -> seen.add("otherwise"))
            .build();

    handle(router, "unheard-of");

    assertThat(seen).containsExactly("otherwise");
  }

  @Test
  void anEventWhoseDataIsNotOfItsTypesClassIsRoutedByItsData() {
    EventRouter<BellEvent> router =
        builder()
            .on(Rung.class, (rung, event) -> seen.add("rung"))
            .on(Knocked.class, (knocked, event) -> seen.add("knocked"))
            .otherwise(event -> seen.add("otherwise"))
            .build();

    router.handle(new BellEvent("type=rung", "rung", new Knocked()));
    router.handle(new BellEvent("type=rung", "rung", new Unrecognized()));

    assertThat(seen).containsExactly("knocked", "otherwise");
  }

  @Test
  void aHandlerByNameTakesPrecedenceOverTheFamilyOfItsType() {
    EventRouter<BellEvent> router =
        builder()
            .on("knocked", event -> seen.add("name"))
            .on(Visitor.class, (data, event) -> seen.add("family"))
            .otherwise(event -> seen.add("otherwise"))
            .build();

    handle(router, "knocked", "rung");

    assertThat(seen).containsExactly("name", "family");
  }

  @Test
  void anyHandlerCanTakeTheContext() {
    EventRouter<BellEvent> router =
        builder()
            .on(Rung.class, (rung, event, context) -> seen.add("class " + context.attempt()))
            .on("future", (event, context) -> seen.add("name " + context.attempt()))
            .otherwise((event, context) -> seen.add("otherwise " + context.attempt()))
            .build();
    EventContext third = EventContext.builder("sqs").attempt(3).build();

    for (String type : List.of("rung", "future", "knocked")) {
      router.handle(DoorBell.event("type=" + type), third);
    }

    assertThat(seen).containsExactly("class 3", "name 3", "otherwise 3");
  }

  @Test
  void anEventHandledWithoutAContextIsAFirstAttemptWithoutATransaction() {
    EventRouter<BellEvent> router =
        builder()
            .otherwise(
                (event, context) -> {
                  seen.add(context.endpoint() + " " + context.attempt() + " " + context.isReplay());
                  context.transaction(String.class);
                })
            .build();

    assertThatIllegalStateException()
        .isThrownBy(() -> handle(router, "rung"))
        .withMessageContaining("There is no transaction")
        .withMessageContaining("EventContext.builder(endpoint).transaction(...)");
    assertThat(seen).containsExactly("bell 1 false");
  }

  @Test
  void uncheckedExceptionsAndErrorsPassThroughAsTheyAre() {
    for (Throwable thrown :
        List.of(
            new IllegalStateException("down"),
            new RetryLaterException(Duration.ofSeconds(5)),
            new NonRetryableException("never"),
            new AssertionError("wrong"))) {
      EventRouter<BellEvent> router = builder().otherwise(event -> sneak(thrown)).build();

      assertThatThrownBy(() -> handle(router, "rung")).isSameAs(thrown);
    }
  }

  @Test
  void checkedExceptionsAreWrapped() {
    IOException thrown = new IOException("down");
    EventRouter<BellEvent> router =
        builder()
            .otherwise(
                event -> {
                  throw thrown;
                })
            .build();

    assertThatExceptionOfType(HandlerException.class)
        .isThrownBy(() -> handle(router, "rung"))
        .withMessage("The handler threw java.io.IOException")
        .satisfies(e -> assertThat(e.getCause()).isSameAs(thrown));
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void anInterruptionIsWrappedAndTheThreadInterruptedAgain() {
    EventRouter<BellEvent> router =
        builder()
            .otherwise(
                event -> {
                  throw new InterruptedException();
                })
            .build();

    try {
      assertThatExceptionOfType(HandlerException.class)
          .isThrownBy(() -> handle(router, "rung"))
          .withCauseInstanceOf(InterruptedException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void sneak(Throwable thrown) throws T {
    throw (T) thrown;
  }

  @Test
  void listsTheTypesToSubscribeTo() {
    assertThat(
            builder()
                .on(Powered.class, (data, event) -> {})
                .on("future", event -> {})
                .otherwise(event -> {})
                .build()
                .handledTypes())
        .containsExactly("battery-low", "future", "rung")
        .isUnmodifiable();
    assertThat(builder().otherwise(event -> {}).build().handledTypes()).isEmpty();
  }

  @Test
  void hasTheNameOfItsVendorsEndpoint() {
    assertThat(builder().otherwise(event -> {}).build().endpoint()).isEqualTo("bell");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EventRouter.builder(" ", new DoorBell(), DoorBell.TYPES))
        .withMessageContaining("endpoint");
  }

  @Test
  void itsParserDefersDataThatNoHandlerNeeds() {
    List<String> deferred = new ArrayList<>();
    EventRouter<BellEvent> router =
        EventRouter.builder("bell", new Deferring(deferred), DoorBell.TYPES)
            .on(Visitor.class, (data, event) -> {})
            .on("battery-low", event -> {})
            .otherwise(event -> {})
            .build();

    for (String type : List.of("rung", "knocked", "battery-low", "future")) {
      router.parser().parseUnverified(("type=" + type).getBytes(UTF_8));
    }

    assertThat(deferred).containsExactly("battery-low", "future");
  }

  @Test
  void itsParserIsTheVendorsParserIfThatCannotDefer() {
    DoorBell parser = new DoorBell();

    assertThat(
            EventRouter.builder("bell", parser, DoorBell.TYPES)
                .otherwise(event -> {})
                .build()
                .parser())
        .isSameAs(parser);
  }

  /** Records the types whose data is deferred. */
  private record Deferring(List<String> deferred) implements DeferringParser<BellEvent> {

    @Override
    public EventParser<BellEvent> deferring(Predicate<String> types) {
      return new EventParser<>() {
        @Override
        public BellEvent parse(VerifiedDelivery delivery) {
          return parseUnverified(delivery.body());
        }

        @Override
        public BellEvent parseUnverified(byte[] body) {
          BellEvent event = new DoorBell().parseUnverified(body);
          if (types.test(event.type())) {
            deferred.add(event.type());
          }
          return event;
        }
      };
    }

    @Override
    public BellEvent parse(VerifiedDelivery delivery) {
      throw new AssertionError("not deferring");
    }

    @Override
    public BellEvent parseUnverified(byte[] body) {
      throw new AssertionError("not deferring");
    }
  }

  @Test
  void requiresOtherwise() {
    assertThatIllegalStateException()
        .isThrownBy(() -> builder().on(Rung.class, (data, event) -> {}).build())
        .withMessageContaining("Call otherwise(...) before build()");
  }

  @Test
  void refusesASecondHandlerForTheSameClassOrName() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> builder().on(Rung.class, (data, event) -> {}).on(Rung.class, (data, event) -> {}))
        .withMessage("on(Rung.class, ...) was already set");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                builder()
                    .on(Rung.class, (data, event) -> {})
                    .on(Rung.class, (data, event, context) -> {}))
        .withMessage("on(Rung.class, ...) was already set");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().on("rung", event -> {}).on("rung", (event, context) -> {}))
        .withMessage("on(\"rung\", ...) was already set");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().otherwise(event -> {}).otherwise((event, context) -> {}))
        .withMessage("otherwise(...) was already set");
  }

  @Test
  void refusesAHandlerThatIsNeverReached() {
    assertThatIllegalStateException()
        .as("a class whose only type has a handler by name")
        .isThrownBy(
            () ->
                builder()
                    .on(Rung.class, (data, event) -> {})
                    .on("rung", event -> {})
                    .otherwise(event -> {})
                    .build())
        .withMessageContaining("on(Rung.class, ...) would never be called");
    assertThatIllegalStateException()
        .as("a family whose classes all have handlers")
        .isThrownBy(
            () ->
                builder()
                    .on(Rung.class, (data, event) -> {})
                    .on(Knocked.class, (data, event) -> {})
                    .on(Visitor.class, (data, event) -> {})
                    .otherwise(event -> {})
                    .build())
        .withMessageContaining("on(Visitor.class, ...) would never be called");
  }

  @Test
  void acceptsAHandlerOfTheRootClassForUnknownTypesAlone() {
    EventRouter<BellEvent> router =
        builder()
            .on(Rung.class, (data, event) -> seen.add("rung"))
            .on(Knocked.class, (data, event) -> seen.add("knocked"))
            .on(BatteryLow.class, (data, event) -> seen.add("battery"))
            .on(BellData.class, (data, event) -> seen.add("root"))
            .otherwise(event -> seen.add("otherwise"))
            .build();

    handle(router, "rung", "unheard-of");

    assertThat(seen).containsExactly("rung", "root");
  }

  @Test
  void refusesAChoiceBetweenTwoFamilies() {
    EventRouter.Builder<BellData, BellEvent> builder =
        builder()
            .on(Visitor.class, (data, event) -> seen.add("visitor"))
            .on(Powered.class, (data, event) -> seen.add("powered"))
            .otherwise(event -> {});

    assertThatIllegalStateException()
        .isThrownBy(builder::build)
        .withMessage(
            "rung could go to on(Visitor.class, ...) or to on(Powered.class, ...);"
                + " register a handler for its own class as well");

    EventRouter<BellEvent> router =
        builder.on(Rung.class, (data, event) -> seen.add("rung")).build();
    handle(router, "rung", "knocked");
    assertThat(seen).containsExactly("rung", "visitor");
  }

  @Test
  void aNameDecidesBetweenTwoFamilies() {
    EventRouter<BellEvent> router =
        builder()
            .on(Visitor.class, (data, event) -> seen.add("visitor"))
            .on(Powered.class, (data, event) -> seen.add("powered"))
            .on("rung", event -> seen.add("rung"))
            .otherwise(event -> {})
            .build();

    handle(router, "rung");

    assertThat(seen).containsExactly("rung");
  }

  @Test
  void refusesAClassWithoutAType() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().on(Unrecognized.class, (data, event) -> {}))
        .withMessageContaining("is not data of this vendor");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().on(" ", event -> {}))
        .withMessageContaining("type must not be blank");
  }

  @Test
  void refusesNull() {
    DataHandler<Rung, BellEvent> noData = null;
    EventHandler<BellEvent> noEvent = null;
    ContextDataHandler<Rung, BellEvent> noContextData = null;
    ContextEventHandler<BellEvent> noContextEvent = null;
    EventRouter<BellEvent> router = builder().otherwise(event -> {}).build();

    assertThatNullPointerException().isThrownBy(() -> builder().otherwise(noEvent));
    assertThatNullPointerException().isThrownBy(() -> builder().otherwise(noContextEvent));
    assertThatNullPointerException().isThrownBy(() -> builder().on("rung", noEvent));
    assertThatNullPointerException().isThrownBy(() -> builder().on("rung", noContextEvent));
    assertThatNullPointerException().isThrownBy(() -> builder().on(Rung.class, noData));
    assertThatNullPointerException().isThrownBy(() -> builder().on(Rung.class, noContextData));
    assertThatNullPointerException()
        .isThrownBy(() -> EventRouter.builder("bell", null, DoorBell.TYPES));
    assertThatNullPointerException()
        .isThrownBy(() -> router.handle(DoorBell.event("type=rung"), null));
  }

  @Test
  void handlersCanTakeSupertypes() {
    DataHandler<BellData, Object> general = (data, event) -> seen.add("general");
    EventHandler<Object> rest = event -> seen.add("otherwise");
    EventRouter<BellEvent> router = builder().on(BatteryLow.class, general).otherwise(rest).build();

    handle(router, "battery-low", "rung");

    assertThat(seen).containsExactly("general", "otherwise");
  }

  @Test
  void aBuiltRouterDoesNotChangeWithItsBuilder() {
    EventRouter.Builder<BellData, BellEvent> builder =
        builder().otherwise(event -> seen.add("otherwise"));
    EventRouter<BellEvent> before = builder.build();
    EventRouter<BellEvent> after =
        builder
            .on("knocked", event -> seen.add("knocked"))
            .on(Rung.class, (rung, event) -> seen.add("rung"))
            .build();

    handle(before, "rung", "knocked");
    handle(after, "rung", "knocked");

    assertThat(seen).containsExactly("otherwise", "otherwise", "rung", "knocked");
    assertThat(before.handledTypes()).isEmpty();
  }

  @Test
  void doesNotChangeWithTheMapOfTypes() {
    Map<String, Class<? extends BellData>> types = new HashMap<>(DoorBell.TYPES);
    EventRouter.Builder<BellData, BellEvent> builder =
        EventRouter.builder("bell", new DoorBell(), types);
    types.clear();

    assertThat(
            builder
                .on(Rung.class, (rung, event) -> {})
                .otherwise(event -> {})
                .build()
                .handledTypes())
        .containsExactly("rung");
  }

  @Test
  void handlersForSingleClassesLoadNoOtherClasses() {
    EventRouter<BellEvent> router =
        EventRouter.builder("bell", new DoorBell(), new NeverLoaded())
            .on(Rung.class, (rung, event) -> seen.add("rung"))
            .on("knocked", event -> seen.add("knocked"))
            .otherwise(event -> seen.add("otherwise"))
            .build();

    handle(router, "rung", "knocked", "battery-low", "seen");

    assertThat(seen).containsExactly("rung", "knocked", "otherwise", "otherwise");
    assertThat(router.handledTypes()).containsExactly("knocked", "rung");
  }

  @Test
  void aLazyClassWithAHandlerForItsNameIsNeverReached() {
    EventRouter.Builder<BellData, BellEvent> builder =
        EventRouter.builder("bell", new DoorBell(), new NeverLoaded())
            .on(Rung.class, (rung, event) -> {})
            .on("rung", event -> {})
            .otherwise(event -> {});

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("on(Rung.class, ...) would never be called");
  }

  /** A map that allows only one of its types to be looked up. */
  private static final class NeverLoaded extends LazyTypes<BellData> {

    @Override
    protected Map<String, Class<? extends BellData>> load() {
      throw new AssertionError("all classes were loaded");
    }

    @Override
    public @Nullable String typeOf(Class<?> dataClass) {
      return dataClass == Rung.class ? "rung" : null;
    }
  }
}
