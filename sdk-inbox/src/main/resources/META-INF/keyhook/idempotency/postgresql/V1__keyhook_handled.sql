-- The table of JdbcIdempotency in PostgreSQL. Run this with Flyway, Liquibase or psql.
-- Times are milliseconds since 1970.

CREATE TABLE keyhook_handled (
  event_key bytea NOT NULL PRIMARY KEY,
  handled_at bigint NOT NULL
);

CREATE INDEX keyhook_handled_at ON keyhook_handled USING brin (handled_at);
