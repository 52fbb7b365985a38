package dev.keyhook.cli.inbox;

import dev.keyhook.CredentialsUnavailableException;
import dev.keyhook.cli.CommandException;
import dev.keyhook.inbox.BodyKeys;
import dev.keyhook.inbox.JdbcInbox;
import dev.keyhook.routing.InboxListener;
import dev.keyhook.store.InboxUnavailableException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The location of an inbox: a SQLite file, or a PostgreSQL database by its JDBC URL. */
public final class InboxSource {

  private static final String JDBC = "jdbc:";

  private final String text;

  private InboxSource(String text) {
    this.text = text;
  }

  /**
   * Returns what an option names.
   *
   * @throws CommandException if it is a JDBC URL of another database
   */
  public static InboxSource of(String text) {
    if (text.startsWith(JDBC) && !text.startsWith("jdbc:postgresql:")) {
      throw CommandException.usage(
          "An inbox is a file, or a URL such as jdbc:postgresql://localhost/keyhook?user=keyhook");
    }
    return new InboxSource(text);
  }

  private boolean isFile() {
    return !text.startsWith(JDBC);
  }

  /** Opens the inbox to receive and handle events; missing tables are created. */
  public JdbcInbox open(@Nullable Path encryptKey, InboxListener listener) {
    check();
    JdbcInbox.Builder builder =
        isFile()
            ? JdbcInbox.builder(Path.of(text))
            : JdbcInbox.builder(new Connections(text)).createTables();
    return open(builder.listener(listener), encryptKey);
  }

  /** Opens the inbox for administration, while another process may handle its events. */
  public JdbcInbox openAlongside(@Nullable Path encryptKey) {
    if (!isFile()) {
      return open(JdbcInbox.builder(new Connections(text)), encryptKey);
    }
    Path file = Path.of(text);
    check();
    if (!Files.exists(file)) {
      throw CommandException.unreachable("There is no inbox " + file, null);
    }
    return open(JdbcInbox.builder(file).alongside(), encryptKey);
  }

  /**
   * Checks the location of an inbox file without opening it.
   *
   * @throws CommandException if the file is a folder, or in a folder that does not exist
   */
  public void check() {
    if (!isFile()) {
      return;
    }
    Path file = Path.of(text);
    Path folder = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file)) {
      throw CommandException.usage(
          file + " is a folder; name a file, such as " + file.resolve("keyhook.db"));
    } else if (folder != null && !Files.isDirectory(folder)) {
      throw CommandException.usage("There is no folder " + folder + " for the inbox");
    }
  }

  private JdbcInbox open(JdbcInbox.Builder builder, @Nullable Path encryptKey) {
    try {
      if (encryptKey != null) {
        builder.encryptBodies(BodyKeys.ofFile(encryptKey));
      }
      return builder.open();
    } catch (IllegalArgumentException | CredentialsUnavailableException e) {
      throw CommandException.usage(String.valueOf(e.getMessage()));
    } catch (IllegalStateException | InboxUnavailableException e) {
      throw CommandException.unreachable(
          "Cannot open the inbox " + withoutPassword() + ": " + e.getMessage(), e);
    }
  }

  private String withoutPassword() {
    return text.replaceAll("(?i)(password=)[^&]*", "$1***").replaceAll("//[^/@]*@", "//***@");
  }

  @Override
  public String toString() {
    return withoutPassword();
  }

  /** Opens a connection for each call; the inbox keeps those that it uses. */
  private record Connections(String url) implements DataSource {

    @Override
    public Connection getConnection() throws SQLException {
      return DriverManager.getConnection(url);
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
      return DriverManager.getConnection(url, user, password);
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
      return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {
      // errors are exceptions
    }

    @Override
    public void setLoginTimeout(int seconds) {
      DriverManager.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() {
      return DriverManager.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
      throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
      throw new SQLException("This is not a " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
      return false;
    }

    @Override
    public String toString() {
      return "Connections[***]";
    }
  }
}
