package dev.keyhook.spring;

import dev.keyhook.inbox.BodyKeys;
import dev.keyhook.inbox.InboxAdmin;
import dev.keyhook.inbox.JdbcInbox;
import dev.keyhook.inbox.JdbcTransactions;
import dev.keyhook.routing.InboxListener;
import dev.keyhook.store.Idempotency;
import dev.keyhook.store.Inbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.transaction.PlatformTransactionManager;

/** Stores deliveries in an inbox, and runs its worker. */
@AutoConfiguration(
    afterName = {
      "org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration",
      "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
      "org.springframework.boot.autoconfigure.jdbc.DataSourceTransactionManagerAutoConfiguration",
      "org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration",
      "org.springframework.boot.autoconfigure.orm.jpa.HibernateJpaAutoConfiguration",
      "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration"
    })
@ConditionalOnProperty(
    prefix = "keyhook.inbox",
    name = "enabled",
    havingValue = "true",
    matchIfMissing = true)
@ConditionalOnMissingBean(Inbox.class)
@EnableConfigurationProperties(KeyhookProperties.class)
class KeyhookInboxAutoConfiguration {

  /** The share of the shutdown timeout that handlers get; the rest is for closing connections. */
  private static final double SHARE_OF_SHUTDOWN = 0.8;

  /** How long the worker waits for handlers that it has interrupted. */
  private static final long AFTER_INTERRUPT_MILLIS = 1000;

  /** Null, and so no bean for injection, if deliveries are handled within the request. */
  @Bean
  @DependsOnDatabaseInitialization
  @Nullable JdbcInbox keyhookInbox(
      KeyhookProperties properties,
      BeanFactory beans,
      ObjectProvider<DataSource> dataSources,
      ObjectProvider<BodyKeys> bodyKeys,
      ObjectProvider<InboxListener> listeners) {
    List<InboxListener> all = new ArrayList<>();
    all.add(JdbcInbox.loggingListener());
    listeners.orderedStream().forEach(all::add);
    return new InboxOpening(properties.inbox(), bodyKeys.getIfAvailable(), new InboxListeners(all))
        .open(dataSource(properties.inbox(), beans, dataSources));
  }

  private static @Nullable DataSource dataSource(
      KeyhookProperties.Inbox properties,
      BeanFactory beans,
      ObjectProvider<DataSource> dataSources) {
    String name = properties.dataSource();
    if (name == null) {
      return dataSources.getIfUnique();
    }
    if (!beans.containsBean(name)) {
      throw new KeyhookConfigurationException(
          "The property keyhook.inbox.data-source names the bean " + name + ", which is missing.",
          "Write the name of a DataSource bean, such as dataSource.");
    }
    return beans.getBean(name, DataSource.class);
  }

  /** Null if there is no inbox. */
  @Bean
  @ConditionalOnMissingBean
  @Nullable InboxAdmin keyhookInboxAdmin(ObjectProvider<JdbcInbox> inbox) {
    JdbcInbox opened = inbox.getIfAvailable();
    return opened == null ? null : InboxAdmin.of(opened);
  }

  @Bean
  @ConditionalOnProperty(
      prefix = "keyhook.inbox.worker",
      name = "enabled",
      havingValue = "true",
      matchIfMissing = true)
  InboxWorkerLifecycle keyhookInboxWorker(
      KeyhookProperties properties,
      Routers routers,
      Environment environment,
      ObjectProvider<JdbcInbox> inbox,
      ObjectProvider<JdbcTransactions> transactions,
      ObjectProvider<Idempotency> idempotency) {
    return new InboxWorkerLifecycle(
        new WorkerStart(
            properties.inbox().worker(),
            inbox.getIfAvailable(),
            routers,
            transactions.getIfAvailable(),
            idempotency.getIfAvailable(),
            closeTimeout(environment)));
  }

  /** Returns how long handlers may run after the shutdown has begun. */
  static Duration closeTimeout(Environment environment) {
    Duration phase =
        environment.getProperty(
            "spring.lifecycle.timeout-per-shutdown-phase", Duration.class, Duration.ofSeconds(30));
    return Duration.ofMillis(
        Math.max(1, (long) (phase.toMillis() * SHARE_OF_SHUTDOWN) - AFTER_INTERRUPT_MILLIS));
  }

  /** Runs handlers in Spring's transactions. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(name = "org.springframework.jdbc.datasource.DataSourceUtils")
  @ConditionalOnBean(PlatformTransactionManager.class)
  @ConditionalOnProperty(
      prefix = "keyhook.inbox",
      name = "join-transactions",
      havingValue = "true",
      matchIfMissing = true)
  static class JoinedTransactions {

    /** Null if the transaction manager's transactions are not in the inbox's database. */
    @Bean
    @ConditionalOnMissingBean
    @Nullable JdbcTransactions keyhookTransactions(
        KeyhookProperties properties,
        BeanFactory beans,
        ObjectProvider<JdbcInbox> inbox,
        ObjectProvider<DataSource> dataSources,
        ObjectProvider<PlatformTransactionManager> managers) {
      KeyhookProperties.Inbox settings = properties.inbox();
      String name = settings.transactionManager();
      PlatformTransactionManager manager =
          name == null
              ? managers.getIfUnique()
              : beans.getBean(name, PlatformTransactionManager.class);
      DataSource dataSource = dataSource(settings, beans, dataSources);
      if (inbox.getIfAvailable() == null
          || settings.file() != null
          || manager == null
          || dataSource == null) {
        return null;
      }
      SpringTransactions transactions = new SpringTransactions(manager, dataSource);
      if (transactions.canJoin()) {
        return transactions;
      }
      if (name != null) {
        throw new KeyhookConfigurationException(
            "The transactions of " + name + " are not in the inbox's database.",
            "Name the manager of the inbox's DataSource with keyhook.inbox.transaction-manager, or"
                + " remove it.");
      }
      return null;
    }
  }
}
