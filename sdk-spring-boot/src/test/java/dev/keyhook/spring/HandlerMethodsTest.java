package dev.keyhook.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhook.Event;
import dev.keyhook.events.schlagehome.SchlageHomeEvent;
import dev.keyhook.events.smartphonekey.LockData;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvent;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import dev.keyhook.events.smartphonekey.model.KeyAdded;
import dev.keyhook.routing.EventContext;
import dev.keyhook.routing.EventRouter;
import dev.keyhook.testkit.smartphonekey.SmartphoneKeySamples;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.scheduling.annotation.Async;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Methods with {@link WebhookHandler} become a router, or are refused with a reason. */
class HandlerMethodsTest {

  private static EventRouter<SmartphoneKeyEvent> routerOf(Class<?>... beans) {
    try (AnnotationConfigApplicationContext context =
        new AnnotationConfigApplicationContext(beans)) {
      Routers routers =
          new Routers(
              context.getBeanProvider(EventRouter.class).stream()
                  .<EventRouter<?>>map(router -> router)
                  .toList(),
              new HandlerMethods(context.getBeanFactory()).find(),
              Map.of());
      return routers.require(Vendor.SMARTPHONEKEY, "smartphonekey");
    }
  }

  private static void assertRefused(Class<?> bean, String... reasons) {
    assertThatThrownBy(() -> routerOf(bean))
        .isInstanceOf(KeyhookConfigurationException.class)
        .hasMessageContainingAll(reasons)
        .satisfies(e -> assertThat(((KeyhookConfigurationException) e).action()).isNotBlank());
  }

  static class Rest {
    @WebhookHandler
    void rest(SmartphoneKeyEvent event) {}
  }

  static class TakesText extends Rest {
    @WebhookHandler
    void text(String body) {}
  }

  static class TakesNothing extends Rest {
    @WebhookHandler
    void nothing(EventContext context) {}
  }

  static class TakesAnyEvent extends Rest {
    @WebhookHandler
    void any(Event<?> event) {}
  }

  static class MixesVendors extends Rest {
    @WebhookHandler
    void mixed(KeyAdded key, SchlageHomeEvent event) {}
  }

  static class ReturnsFuture extends Rest {
    @WebhookHandler
    CompletableFuture<Void> later(KeyAdded key) {
      return CompletableFuture.completedFuture(null);
    }
  }

  static class RunsElsewhere extends Rest {
    @Async
    @WebhookHandler
    void later(KeyAdded key) {}
  }

  static class NamesAndTakesData extends Rest {
    @WebhookHandler("KeyAdded")
    void key(KeyAdded key) {}
  }

  static class HandlesTwice extends Rest {
    @WebhookHandler
    void first(KeyAdded key) {}

    @WebhookHandler
    void second(KeyAdded key, EventContext context) {}
  }

  static class HandlesTheRestTwice extends Rest {
    @WebhookHandler
    void other(SmartphoneKeyEvent event, EventContext context) {}
  }

  static class WithoutRest {
    @WebhookHandler
    void key(KeyAdded key) {}
  }

  @Test
  void refusesParametersThatItCannotFill() {
    assertRefused(TakesText.class, "TakesText.text(String)", "java.lang.String");
    assertRefused(TakesNothing.class, "TakesNothing.nothing(EventContext)", "neither");
    assertRefused(TakesAnyEvent.class, "TakesAnyEvent.any(Event)", "several vendors");
    assertRefused(MixesVendors.class, "MixesVendors.mixed", "do not belong together");
    assertRefused(NamesAndTakesData.class, "NamesAndTakesData.key(KeyAdded)", "names the type");
  }

  @Test
  void refusesMethodsThatReturnBeforeTheEventIsHandled() {
    assertRefused(ReturnsFuture.class, "ReturnsFuture.later(KeyAdded)", "CompletableFuture");
    assertRefused(RunsElsewhere.class, "RunsElsewhere.later(KeyAdded)", "@Async");
  }

  @Test
  void refusesTwoMethodsForTheSameEvents() {
    assertRefused(HandlesTwice.class, "first(KeyAdded)", "second(KeyAdded, EventContext)");
    assertRefused(HandlesTheRestTwice.class, "rest(SmartphoneKeyEvent)", "other(Smart");
  }

  @Test
  void refusesToStartWithoutAMethodForTheRest() {
    assertRefused(WithoutRest.class, "smartphonekey", "no handler of their own");
  }

  static class WithRouterAndMethods extends Rest {
    @Bean
    EventRouter<SmartphoneKeyEvent> router() {
      return SmartphoneKeyEvents.router().otherwise(event -> {}).build();
    }
  }

  @Test
  void refusesARouterBeanTogetherWithMethods() {
    assertRefused(WithRouterAndMethods.class, "EventRouter bean", "rest(SmartphoneKeyEvent)");
  }

  @Configuration(proxyBeanMethods = false)
  @EnableTransactionManagement(proxyTargetClass = true)
  @Import(InTransaction.class)
  static class WithTransactions {
    @Bean
    PlatformTransactionManager transactions() {
      return new NoDatabase();
    }
  }

  private static final class NoDatabase extends AbstractPlatformTransactionManager {

    private static final long serialVersionUID = 1;

    @Override
    protected Object doGetTransaction() {
      return new Object();
    }

    @Override
    protected void doBegin(
        Object transaction, org.springframework.transaction.TransactionDefinition definition) {}

    @Override
    protected void doCommit(DefaultTransactionStatus status) {}

    @Override
    protected void doRollback(DefaultTransactionStatus status) {}
  }

  static class InTransaction {
    @Transactional
    @WebhookHandler
    void locks(LockData lock) {}

    @Transactional
    @WebhookHandler
    void rest(SmartphoneKeyEvent event) throws IOException {
      throw new IOException(
          "in transaction: " + TransactionSynchronizationManager.isActualTransactionActive());
    }
  }

  @Test
  void callsBeansThroughTheirProxiesAndPassesOnWhatTheyThrow() {
    EventRouter<SmartphoneKeyEvent> router = routerOf(WithTransactions.class);

    assertThatThrownBy(
            () ->
                router.handle(
                    SmartphoneKeyEvents.parser()
                        .parseUnverified(SmartphoneKeySamples.unrecognized())))
        .hasCause(new IOException("in transaction: true"));
  }

  @Configuration(proxyBeanMethods = false)
  static class Scoped {
    @Bean
    @Scope(proxyMode = ScopedProxyMode.TARGET_CLASS)
    Rest rest() {
      return new Rest();
    }
  }

  @Test
  void findsTheMethodsOfScopedBeansOnce() {
    assertThat(routerOf(Scoped.class).handledTypes()).isEmpty();
  }
}
