package dev.keyhook.inbox;

import dev.keyhook.CredentialsUnavailableException;
import dev.keyhook.internal.inbox.Listening;
import dev.keyhook.internal.inbox.LoggingInboxListener;
import dev.keyhook.routing.InboxListener;
import dev.keyhook.store.Inbox;
import dev.keyhook.store.InboxEntry;
import dev.keyhook.store.InboxUnavailableException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * An {@link Inbox} in a database: one SQLite file, or PostgreSQL for any number of nodes.
 *
 * <pre>{@code
 * JdbcInbox inbox = JdbcInbox.file(Path.of("keyhook.db"));
 * WebhookReceiver receiver = SmartphoneKeyWebhooks.receiver(verifier).inbox(inbox).build();
 * InboxWorker worker = InboxWorker.of(inbox).handle(router).start();
 * }</pre>
 *
 * <p>When {@link #append} returns, the entries are on the disk of the database's primary. One
 * writer gathers the entries of all waiting callers into one transaction. An entry with the
 * endpoint and id of a stored one is a duplicate; ids are remembered for 14 days unless set
 * otherwise, and those of events that are not handled, or are dead letters, for as long as these
 * are kept.
 *
 * <p>Close the server first, then the worker, then the inbox. Safe for use by any number of
 * threads.
 */
public final class JdbcInbox implements Inbox {

  private final Database database;
  private final BodyCipher cipher;
  private final InboxListener listener;
  private final GroupCommit appends;
  private final Housekeeping housekeeping;
  private final Set<Runnable> onAppended = new CopyOnWriteArraySet<>();

  private JdbcInbox(Builder builder, Database database) {
    this.database = database;
    this.cipher = new BodyCipher(builder.bodyKeys);
    this.listener = builder.listener;
    this.appends =
        new GroupCommit(
            database, listener, builder.appendTimeout, () -> onAppended.forEach(Runnable::run));
    this.housekeeping =
        new Housekeeping(database, listener, builder.keepHandled, builder.rememberIds);
    if (database.isOwner()) {
      housekeeping.start();
    }
  }

  /**
   * Opens an inbox in one SQLite file, which is created if it is missing. Needs the driver {@code
   * org.xerial:sqlite-jdbc} and no server. One process at a time owns the file.
   *
   * @throws IllegalStateException if the driver is missing, another process owns the file, or its
   *     tables are not those of an inbox
   * @throws InboxUnavailableException if the file cannot be opened or written
   */
  public static JdbcInbox file(Path file) {
    return builder(file).open();
  }

  /**
   * Opens an inbox in a PostgreSQL database, whose tables exist.
   *
   * @param dataSource the user's pool; up to four of its connections are kept
   * @throws IllegalStateException if the tables are missing or do not fit; the message has the SQL
   * @throws InboxUnavailableException if the database cannot be reached
   */
  public static JdbcInbox of(DataSource dataSource) {
    return builder(dataSource).open();
  }

  /**
   * Returns the default listener. It logs failures without content: at most ten lines a minute of
   * each kind, and then how many were suppressed. Call it from your own listener to keep the log.
   */
  public static InboxListener loggingListener() {
    return new LoggingInboxListener("dev.keyhook.inbox", JdbcInbox::sqlState, System::nanoTime);
  }

  private static String sqlState(Throwable cause) {
    Throwable origin = cause instanceof SQLException ? cause : cause.getCause();
    return origin instanceof SQLException failure ? "SQL state " + failure.getSQLState() : "";
  }

  /** Returns a builder of an inbox in one SQLite file. */
  public static Builder builder(Path file) {
    Objects.requireNonNull(file, "file");
    return new Builder(
        file, builder -> new SqliteDatabase(file, !builder.isAlongside), "the SQLite file " + file);
  }

  /** Returns a builder of an inbox in a PostgreSQL database. */
  public static Builder builder(DataSource dataSource) {
    Objects.requireNonNull(dataSource, "dataSource");
    return new Builder(null, builder -> new PostgresDatabase(dataSource), "the database");
  }

  /**
   * {@inheritDoc}
   *
   * @throws InboxUnavailableException if the entries were not committed within 3 seconds unless set
   *     otherwise, the database refuses them, or an encryption key is not available
   */
  @Override
  public void append(List<InboxEntry> entries) {
    if (!database.isOwner()) {
      throw new IllegalStateException(
          "This inbox was opened alongside(); only the process that owns the file may append");
    }
    if (entries.isEmpty()) {
      return;
    }
    try {
      appends.append(rows(entries));
    } catch (InboxUnavailableException e) {
      Listening.tell(() -> listener.appendFailed(entries.size(), e));
      throw e;
    }
  }

  private List<EventRow> rows(List<InboxEntry> entries) {
    try {
      return entries.stream().map(entry -> EventRow.of(entry, cipher)).toList();
    } catch (CredentialsUnavailableException e) {
      throw new InboxUnavailableException("The key that encrypts bodies is not available", e);
    }
  }

  /** Stores accepted deliveries, stops housekeeping, and closes the connections. */
  @Override
  public void close() {
    appends.close();
    housekeeping.close();
    database.close();
  }

  Database database() {
    return database;
  }

  BodyCipher cipher() {
    return cipher;
  }

  InboxListener listener() {
    return listener;
  }

  Housekeeping housekeeping() {
    return housekeeping;
  }

  /** Calls back after each commit of new entries, possibly more often than needed. */
  void onAppended(Runnable hint) {
    onAppended.add(hint);
  }

  void removeOnAppended(Runnable hint) {
    onAppended.remove(hint);
  }

  @Override
  public String toString() {
    return "JdbcInbox[" + database + "]";
  }

  /** Builds a {@link JdbcInbox}. Not safe for use by several threads. */
  public static final class Builder {

    /** Opens the database of a builder. */
    @FunctionalInterface
    private interface Opener {
      Database open(Builder builder);
    }

    private final @Nullable Path file;
    private final Opener opener;
    private final String description;
    private @Nullable BodyKeys bodyKeys;
    private InboxListener listener = loggingListener();
    private Duration appendTimeout = Duration.ofSeconds(3);
    private Duration rememberIds = Duration.ofDays(14);
    private Duration keepHandled = Duration.ofDays(14);
    private TableSetup tables = TableSetup.CHECK;
    private boolean isAlongside;

    private Builder(@Nullable Path file, Opener opener, String description) {
      this.file = file;
      this.opener = opener;
      this.description = description;
    }

    /** Encrypts bodies with AES-GCM; not encrypted unless set. Ids and subjects stay clear text. */
    public Builder encryptBodies(BodyKeys keys) {
      bodyKeys = Objects.requireNonNull(keys, "keys");
      return this;
    }

    /** Observes the inbox and its workers, instead of the log. */
    public Builder listener(InboxListener observer) {
      listener = Objects.requireNonNull(observer, "observer");
      return this;
    }

    /** Sets how long {@link #append} waits for its commit; 3 seconds unless set. */
    public Builder appendTimeout(Duration timeout) {
      appendTimeout = positive(timeout, "timeout");
      return this;
    }

    /**
     * Sets how long ids are remembered, from when their delivery arrived; 14 days unless set. At
     * least 25 hours, since senders retry for a day.
     */
    public Builder rememberIds(Duration age) {
      rememberIds = atLeast25Hours(age);
      return this;
    }

    /**
     * Sets how long handled events are kept with their bodies, to replay them, from when their
     * delivery arrived; 14 days unless set. {@code isStale()} knows a subject for at least as long.
     */
    public Builder keepHandled(Duration age) {
      if (age.isNegative()) {
        throw new IllegalArgumentException("age must not be negative, but was " + age);
      }
      keepHandled = age;
      return this;
    }

    /** Creates the tables in PostgreSQL if they are missing; SQLite always does that. */
    public Builder createTables() {
      tables = TableSetup.CREATE;
      return this;
    }

    /**
     * Opens without a look at the tables in PostgreSQL, which the database's owner guarantees; if
     * they are missing or do not fit, {@link #append} fails. SQLite always checks them.
     */
    public Builder skipTableCheck() {
      tables = TableSetup.NONE;
      return this;
    }

    /**
     * Opens a SQLite file that another process may own, for {@link InboxAdmin} only: it can neither
     * append nor handle.
     */
    public Builder alongside() {
      if (file == null) {
        throw new IllegalArgumentException(
            "alongside() is for SQLite files; any number of processes may use PostgreSQL");
      }
      isAlongside = true;
      return this;
    }

    /**
     * Opens the inbox.
     *
     * @throws IllegalStateException if the driver or the tables are missing or do not fit, or
     *     another process owns the file; the message says what to do
     * @throws InboxUnavailableException if the database cannot be reached or written
     */
    public JdbcInbox open() {
      Database database = opener.open(this);
      boolean isOpen = false;
      try {
        database.prepare(tables);
        JdbcInbox inbox = new JdbcInbox(this, database);
        isOpen = true;
        return inbox;
      } catch (SQLException e) {
        throw new InboxUnavailableException(
            "The inbox cannot open " + description + ": " + e.getMessage(), e);
      } finally {
        if (!isOpen) {
          database.close();
        }
      }
    }

    static Duration atLeast25Hours(Duration age) {
      if (age.compareTo(Duration.ofHours(25)) < 0) {
        throw new IllegalArgumentException(
            "age must be at least 25 hours, since senders retry for a day, but was " + age);
      }
      return age;
    }

    static Duration positive(Duration value, String name) {
      if (value.isNegative() || value.isZero()) {
        throw new IllegalArgumentException(name + " must be more than zero, but was " + value);
      }
      return value;
    }
  }
}
