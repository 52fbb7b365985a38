package dev.keyhook.inbox;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * An UPDATE of lanes {@code l} by rows of values {@code r}, at most one row for each lane. A
 * database takes the rows one by one or all at once.
 *
 * @param set what follows SET
 * @param columns the values of a row
 * @param condition which lane a row is for, and whether it still may change that
 */
record LaneUpdate(String set, List<Column> columns, String condition) {

  /** The types of values. */
  enum ColumnType {
    BIGINT,
    BOOLEAN,
    TEXT,
    BYTEA;

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

  /** Returns the statement for one row, with a parameter for each of its values. */
  String ofOneRow(Function<ColumnType, String> parameter) {
    String values =
        columns.stream()
            .map(column -> parameter.apply(column.type()) + " AS " + column.name())
            .collect(Collectors.joining(", "));
    return of("(SELECT " + values + ") AS r");
  }

  /** Returns the statement for rows from a source that is named {@code r}. */
  String of(String source) {
    return "UPDATE keyhook_lane AS l SET " + set + " FROM " + source + " WHERE " + condition;
  }
}
