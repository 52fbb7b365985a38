package dev.keyhook.inbox;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * An UPDATE of lanes {@code l} by rows of values {@code r}, at most one row for each lane. A
 * database takes the rows one by one or all at once.
 *
 * @param set what follows SET
 * @param condition which lane a row is for, and whether it still may change that
 * @param now the SQL expression for the current time, stored with dead letters
 */
record LaneUpdate(String set, String condition, String now) {

  /** The values of a row, as {@link LaneResult#row} returns them. */
  static final List<Column> COLUMNS =
      List.of(
          new Column("done", ColumnType.BIGINT),
          new Column("handled", ColumnType.BIGINT),
          new Column("sequence", ColumnType.BIGINT),
          new Column("ends", ColumnType.BOOLEAN),
          new Column("attempts", ColumnType.BIGINT),
          new Column("delay", ColumnType.BIGINT),
          new Column("error", ColumnType.TEXT),
          new Column("parked", ColumnType.BOOLEAN),
          new Column("dead_attempts", ColumnType.BIGINT),
          new Column("dead_error", ColumnType.TEXT),
          new Column("dead_message", ColumnType.TEXT),
          new Column("lane", ColumnType.BYTEA),
          new Column("owner", ColumnType.TEXT),
          new Column("fence", ColumnType.BIGINT));

  private static final int DEAD_ERROR = 9;

  /** The types of values. */
  enum ColumnType {
    BIGINT(Types.BIGINT),
    BOOLEAN(Types.BOOLEAN),
    TEXT(Types.VARCHAR),
    BYTEA(Types.BINARY);

    private final int jdbcType;

    ColumnType(int jdbcType) {
      this.jdbcType = jdbcType;
    }

    /** Returns an array of the class that the driver of PostgreSQL sends in binary. */
    Object[] newArray(int size) {
      return switch (this) {
        case BIGINT -> new Long[size];
        case BOOLEAN -> new Boolean[size];
        case TEXT -> new String[size];
        case BYTEA -> new byte[size][];
      };
    }
  }

  /** A value of a row. */
  record Column(String name, ColumnType type) {}

  /** Returns a source of one row, with a parameter for each of its values. */
  static String oneRow(Function<ColumnType, String> parameter) {
    return COLUMNS.stream()
        .map(column -> parameter.apply(column.type()) + " AS " + column.name())
        .collect(Collectors.joining(", ", "(SELECT ", ") AS r"));
  }

  /** Returns the statement for rows from a source that is named {@code r}. */
  String of(String source) {
    return "UPDATE keyhook_lane AS l SET " + set + " FROM " + source + " WHERE " + condition;
  }

  /** Returns the statement that stores dead letters of rows whose lanes were updated. */
  String deadLettersOf(String source) {
    return "INSERT INTO keyhook_dead (lane, seq, attempts, error, message, died)"
        + " SELECT r.lane, r.done, r.dead_attempts, r.dead_error, r.dead_message, "
        + now
        + " FROM "
        + source
        + " WHERE r.dead_error IS NOT NULL";
  }

  /** Returns whether a row has a dead letter. */
  static boolean hasDeadLetter(Object[] row) {
    return row[DEAD_ERROR] != null;
  }

  /** Binds the values of one row. */
  static void bind(PreparedStatement statement, Object[] row) throws SQLException {
    for (int i = 0; i < row.length; i++) {
      if (row[i] == null) {
        statement.setNull(i + 1, COLUMNS.get(i).type().jdbcType);
      } else {
        statement.setObject(i + 1, row[i]);
      }
    }
  }
}
