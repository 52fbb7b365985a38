-- The tables of an inbox in PostgreSQL 12 or newer. Run this with Flyway, Liquibase or psql, in
-- one transaction, in the schema that comes first in the inbox's search_path.
-- Times are milliseconds since 1970.

SET LOCAL lock_timeout = '5s';

CREATE TABLE keyhook_schema (
  version integer NOT NULL,
  compatible_from integer NOT NULL
);

-- Ids that were stored, longer than their events: what deduplicates.
CREATE TABLE keyhook_seen (
  event_key bytea NOT NULL PRIMARY KEY,
  lane bytea NOT NULL,
  seq bigint NOT NULL,
  received bigint NOT NULL
);

CREATE INDEX keyhook_seen_received ON keyhook_seen USING brin (received);

-- Deliveries, never updated. Positions rise in a lane; some may be missing.
CREATE TABLE keyhook_event (
  lane bytea NOT NULL,
  seq bigint NOT NULL,
  event_key bytea NOT NULL,
  -- When an operator asked to handle it again; 0 for the delivery itself.
  replay bigint NOT NULL DEFAULT 0,
  id text,
  type text,
  sequence bigint,
  event_time bigint,
  received bigint NOT NULL,
  readable boolean NOT NULL,
  credential text NOT NULL,
  headers text NOT NULL,
  body_key text,
  body bytea NOT NULL,
  PRIMARY KEY (lane, seq)
);

CREATE INDEX keyhook_event_received ON keyhook_event (received);

-- How far each lane is handled. A lane is an endpoint and a subject.
CREATE TABLE keyhook_lane (
  lane bytea NOT NULL PRIMARY KEY,
  endpoint text NOT NULL,
  subject text,
  tail bigint NOT NULL,
  done bigint NOT NULL,
  due bigint,
  since bigint NOT NULL,
  owner text,
  fence bigint NOT NULL DEFAULT 0,
  attempts integer NOT NULL DEFAULT 0,
  suspect boolean NOT NULL DEFAULT FALSE,
  parked boolean NOT NULL DEFAULT FALSE,
  error text,
  sequence bigint
) WITH (fillfactor = 50);

CREATE INDEX keyhook_lane_due ON keyhook_lane (endpoint, due) WHERE due IS NOT NULL;

CREATE INDEX keyhook_lane_parked ON keyhook_lane (endpoint) WHERE parked;

-- Events that were given up.
CREATE TABLE keyhook_dead (
  lane bytea NOT NULL,
  seq bigint NOT NULL,
  attempts integer NOT NULL,
  error text NOT NULL,
  message text,
  died bigint NOT NULL,
  PRIMARY KEY (lane, seq)
);

INSERT INTO keyhook_schema (version, compatible_from) VALUES (1, 1);
