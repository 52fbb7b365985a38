package dev.keyhook.spring;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties below {@code keyhook}.
 *
 * @param smartphonekey the endpoint for SmartphoneKey; off unless its path is set
 * @param schlageHome the endpoint for Schlage Home; off unless its path is set
 * @param inbox where deliveries are stored before the response
 * @param webflux settings for reactive web servers
 * @param health when the health indicator reports DOWN
 * @param endpoint the actuator endpoint
 * @param credentialsReload how often files with secrets and keys are read again
 */
@ConfigurationProperties("keyhook")
record KeyhookProperties(
    @DefaultValue SmartphoneKey smartphonekey,
    @DefaultValue SchlageHome schlageHome,
    @DefaultValue Inbox inbox,
    @DefaultValue WebFlux webflux,
    @DefaultValue Health health,
    @DefaultValue Endpoint endpoint,
    @DefaultValue("10s") Duration credentialsReload) {

  /**
   * The endpoint for SmartphoneKey.
   *
   * @param path its path within the application, such as /hooks/smartphonekey
   * @param bearerTokens the valid tokens: literal, or file:/path of a file that contains one; two
   *     during a rotation
   * @param header a header that carries a secret, instead of bearer tokens
   * @param partnerId ids of your organisation; events of other partners are dropped
   * @param insecure accept every sender, because the webhook was set up without a secret
   * @param accounts further accounts by name, each with path, bearer-tokens or header, partner-id
   *     and insecure of its own; the endpoint of the account north is smartphonekey-north
   */
  record SmartphoneKey(
      @Nullable String path,
      @DefaultValue List<String> bearerTokens,
      @DefaultValue Header header,
      @DefaultValue List<String> partnerId,
      @DefaultValue("false") boolean insecure,
      @DefaultValue Map<String, SmartphoneKeyAccount> accounts) {

    /** Returns the settings of all its endpoints. */
    List<VendorEndpoint<SmartphoneKeyAccount>> endpoints() {
      return VendorEndpoint.of(
          Vendor.SMARTPHONEKEY,
          new SmartphoneKeyAccount(path, bearerTokens, header, partnerId, insecure),
          accounts);
    }

    @Override
    public String toString() {
      return "SmartphoneKey[" + path + ", " + accounts + "]";
    }
  }

  /**
   * An account at SmartphoneKey.
   *
   * @param path its path within the application, such as /hooks/smartphonekey
   * @param bearerTokens the valid tokens: literal, or file:/path of a file that contains one; two
   *     during a rotation
   * @param header a header that carries a secret, instead of bearer tokens
   * @param partnerId ids of your organisation; events of other partners are dropped
   * @param insecure accept every sender, because the webhook was set up without a secret
   */
  record SmartphoneKeyAccount(
      @Nullable String path,
      @DefaultValue List<String> bearerTokens,
      @DefaultValue Header header,
      @DefaultValue List<String> partnerId,
      @DefaultValue("false") boolean insecure)
      implements VendorEndpoint.Settings {

    /** Returns the secrets of the header, if it is set, or else the bearer tokens. */
    List<String> secrets() {
      return header.name() == null ? bearerTokens : header.secrets();
    }

    @Override
    public String toString() {
      return "SmartphoneKeyAccount[" + path + "]";
    }
  }

  /**
   * A header that carries a secret.
   *
   * @param name the name of the header, as agreed with the vendor
   * @param secrets the valid secrets: literal, or file:/path of a file that contains one; two
   *     during a rotation
   */
  record Header(@Nullable String name, @DefaultValue List<String> secrets) {

    @Override
    public String toString() {
      return "Header[" + name + "]";
    }
  }

  /**
   * The endpoint for Schlage Home.
   *
   * @param path its path within the application, such as /hooks/schlage-home
   * @param publicKeys the valid keys: the location of a PEM file, such as classpath:schlage.pem or
   *     file:/path, or PEM text; two during a rotation
   * @param permitRequestOrigin whether responses to OPTIONS requests have a WebHook-Allowed-Origin
   *     header, as in CloudEvents
   * @param accounts further accounts by name, each with path, public-keys and permit-request-origin
   *     of its own; the endpoint of the account north is schlage-home-north
   */
  record SchlageHome(
      @Nullable String path,
      @DefaultValue List<String> publicKeys,
      @DefaultValue("false") boolean permitRequestOrigin,
      @DefaultValue Map<String, SchlageHomeAccount> accounts) {

    /** Returns the settings of all its endpoints. */
    List<VendorEndpoint<SchlageHomeAccount>> endpoints() {
      return VendorEndpoint.of(
          Vendor.SCHLAGE_HOME,
          new SchlageHomeAccount(path, publicKeys, permitRequestOrigin),
          accounts);
    }
  }

  /**
   * An account at Schlage Home.
   *
   * @param path its path within the application, such as /hooks/schlage-home
   * @param publicKeys the valid keys: the location of a PEM file, such as classpath:schlage.pem or
   *     file:/path, or PEM text; two during a rotation
   * @param permitRequestOrigin whether responses to OPTIONS requests have a WebHook-Allowed-Origin
   *     header, as in CloudEvents
   */
  record SchlageHomeAccount(
      @Nullable String path,
      @DefaultValue List<String> publicKeys,
      @DefaultValue("false") boolean permitRequestOrigin)
      implements VendorEndpoint.Settings {}

  /**
   * Where deliveries are stored before the response.
   *
   * @param enabled whether to use an inbox; unless set, it is used if a file is given or the one
   *     candidate DataSource is PostgreSQL
   * @param dataSource the name of the DataSource bean; unless set, the one candidate
   * @param file the SQLite file of an embedded inbox, instead of a DataSource
   * @param schema what to do about the tables at start: migrate creates missing ones, validate
   *     fails the start if they do not fit, none does not look at them; unless set, migrate, or
   *     validate if Flyway or Liquibase is on the class path
   * @param appendTimeout how long a delivery waits for its commit before the response is 503
   * @param rememberIds how long ids are remembered to recognise redeliveries, at least 25 hours
   * @param keepHandled how long handled events are kept, to replay them
   * @param joinTransactions whether handlers run in a transaction of Spring's transaction manager,
   *     in which the event is also recorded as handled
   * @param transactionManager the name of the transaction manager bean; unless set, the one
   *     candidate
   * @param worker the worker, which takes events out of the inbox and runs their handlers
   */
  record Inbox(
      @Nullable Boolean enabled,
      @Nullable String dataSource,
      @Nullable Path file,
      @Nullable SchemaAction schema,
      @DefaultValue("3s") Duration appendTimeout,
      @DefaultValue("14d") Duration rememberIds,
      @DefaultValue("14d") Duration keepHandled,
      @DefaultValue("true") boolean joinTransactions,
      @Nullable String transactionManager,
      @DefaultValue Worker worker) {}

  /**
   * The worker, which takes events out of the inbox.
   *
   * @param enabled whether this node handles events; false for nodes that only receive
   * @param threads how many handlers run at once; unless set, twice the number of processors
   * @param maxAttempts after how many attempts an event becomes a dead letter; 36 attempts take
   *     about a day
   * @param lease how long a lease lasts after its last renewal, before another node may take the
   *     lane
   * @param pollInterval how often to look for events that other nodes stored, and for retries
   * @param parkLanes whether a lane is parked where an event would become a dead letter, until it
   *     is resumed
   * @param keepErrorMessages whether dead letters keep messages of exceptions, which may contain
   *     personal data
   */
  record Worker(
      @DefaultValue("true") boolean enabled,
      @Nullable Integer threads,
      @DefaultValue("36") int maxAttempts,
      @DefaultValue("30s") Duration lease,
      @DefaultValue("100ms") Duration pollInterval,
      @DefaultValue("false") boolean parkLanes,
      @DefaultValue("false") boolean keepErrorMessages) {}

  /**
   * Settings for reactive web servers.
   *
   * @param readTimeout how long the body of a request may take to arrive
   * @param threads how many deliveries are stored or handled at once
   * @param queue how many further deliveries wait; beyond that the response is 503
   */
  record WebFlux(
      @DefaultValue("10s") Duration readTimeout,
      @DefaultValue("16") int threads,
      @DefaultValue("256") int queue) {}

  /**
   * When the health indicator reports DOWN.
   *
   * @param maxOldest the maximum age of the oldest waiting event
   * @param maxBacklog the maximum number of waiting events; unset for any number
   * @param maxDeadLetters the maximum number of dead letters; unset for any number
   */
  record Health(
      @DefaultValue("15m") Duration maxOldest,
      @Nullable Long maxBacklog,
      @Nullable Long maxDeadLetters) {}

  /**
   * The actuator endpoint.
   *
   * @param writable whether POST requests may retry dead letters
   */
  record Endpoint(@DefaultValue("false") boolean writable) {}

  /** What to do with the tables of an inbox in PostgreSQL at start. */
  enum SchemaAction {
    /** Create missing tables, then validate. */
    MIGRATE,
    /** Fail the start if the tables are missing or do not fit; the message has the SQL. */
    VALIDATE,
    /** Nothing: migrations may run later, and deliveries get 503 until the tables are there. */
    NONE
  }
}
