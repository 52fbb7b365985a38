-- The table of JdbcIdempotency in SQLite. Times are milliseconds since 1970.

CREATE TABLE keyhook_handled (
  event_key BLOB NOT NULL PRIMARY KEY,
  handled_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX keyhook_handled_at ON keyhook_handled (handled_at);
