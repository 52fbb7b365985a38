package dev.keyhook.spring;

import dev.keyhook.inbox.BodyKeys;
import dev.keyhook.inbox.JdbcInbox;
import dev.keyhook.routing.InboxListener;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/** Opens the inbox that the properties describe, if any. */
final class InboxOpening {

  private static final Logger LOG = System.getLogger("dev.keyhook.spring");

  private static final String[] MIGRATION_TOOLS = {
    "org.flywaydb.core.Flyway", "liquibase.integration.spring.SpringLiquibase"
  };

  private final KeyhookProperties.Inbox properties;
  private final @Nullable BodyKeys bodyKeys;
  private final InboxListener listener;

  InboxOpening(
      KeyhookProperties.Inbox properties, @Nullable BodyKeys bodyKeys, InboxListener listener) {
    this.properties = properties;
    this.bodyKeys = bodyKeys;
    this.listener = listener;
  }

  /**
   * Opens the inbox.
   *
   * @param dataSource the DataSource to use; null if there is none, or no single candidate
   * @return null if deliveries are handled within the request
   * @throws KeyhookConfigurationException if an inbox is required and cannot be opened
   */
  @Nullable JdbcInbox open(@Nullable DataSource dataSource) {
    if (properties.file() != null) {
      if (properties.dataSource() != null) {
        throw new KeyhookConfigurationException(
            "Both keyhook.inbox.file and keyhook.inbox.data-source are set.",
            "Keep the file for an embedded inbox, or the data source for PostgreSQL.");
      }
      return open(JdbcInbox.builder(properties.file()));
    }
    boolean isRequired =
        Boolean.TRUE.equals(properties.enabled()) || properties.dataSource() != null;
    if (dataSource == null) {
      if (isRequired) {
        throw new KeyhookConfigurationException(
            "The inbox is enabled, but there is no single DataSource for it.",
            "Configure spring.datasource with PostgreSQL, name one of several DataSource beans with"
                + " keyhook.inbox.data-source, or set keyhook.inbox.file for an embedded inbox.");
      }
      return withinTheRequest("there is no single DataSource");
    }
    String product = product(dataSource);
    if (!product.equals("PostgreSQL")) {
      if (isRequired) {
        throw new KeyhookConfigurationException(
            "The inbox does not support the database of its DataSource: " + product + ".",
            "Use PostgreSQL, or set keyhook.inbox.file for an embedded inbox.");
      }
      return withinTheRequest("the DataSource is " + product + ", not PostgreSQL");
    }
    JdbcInbox.Builder builder = JdbcInbox.builder(dataSource);
    switch (schema()) {
      case MIGRATE -> builder.createTables();
      case VALIDATE -> {} // what the builder does unless told otherwise
      case NONE -> builder.skipTableCheck();
    }
    return open(builder);
  }

  private JdbcInbox open(JdbcInbox.Builder builder) {
    if (bodyKeys != null) {
      builder.encryptBodies(bodyKeys);
    }
    return builder
        .listener(listener)
        .appendTimeout(properties.appendTimeout())
        .rememberIds(properties.rememberIds())
        .keepHandled(properties.keepHandled())
        .open();
  }

  private KeyhookProperties.SchemaAction schema() {
    if (properties.schema() != null) {
      return properties.schema();
    }
    for (String tool : MIGRATION_TOOLS) {
      if (ClassUtils.isPresent(tool, InboxOpening.class.getClassLoader())) {
        return KeyhookProperties.SchemaAction.VALIDATE;
      }
    }
    return KeyhookProperties.SchemaAction.MIGRATE;
  }

  private static @Nullable JdbcInbox withinTheRequest(String reason) {
    LOG.log(Level.INFO, "Deliveries are handled within the request, without an inbox: " + reason);
    return null;
  }

  private static String product(DataSource dataSource) {
    try (Connection connection = dataSource.getConnection()) {
      return connection.getMetaData().getDatabaseProductName();
    } catch (SQLException e) {
      throw new KeyhookConfigurationException(
          "The database of the inbox cannot be reached: " + e.getMessage() + ".",
          "Check the DataSource, or set keyhook.inbox.enabled=false.",
          e);
    }
  }
}
