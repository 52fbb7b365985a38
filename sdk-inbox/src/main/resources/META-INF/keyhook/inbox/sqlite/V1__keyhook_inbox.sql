-- The tables of an inbox in SQLite. Keyhook runs this by itself.

CREATE TABLE keyhook_schema (
  version INTEGER NOT NULL,
  compatible_from INTEGER NOT NULL
);

-- Ids that were stored, longer than their events: what deduplicates.
CREATE TABLE keyhook_seen (
  event_key BLOB NOT NULL PRIMARY KEY,
  lane BLOB NOT NULL,
  seq INTEGER NOT NULL,
  received INTEGER NOT NULL
) WITHOUT ROWID;

-- Deliveries, never updated. Positions rise in a lane; some may be missing.
CREATE TABLE keyhook_event (
  lane BLOB NOT NULL,
  seq INTEGER NOT NULL,
  event_key BLOB NOT NULL,
  -- When an operator asked to handle it again; 0 for the delivery itself.
  replay INTEGER NOT NULL DEFAULT 0,
  id TEXT,
  type TEXT,
  sequence INTEGER,
  event_time INTEGER,
  received INTEGER NOT NULL,
  readable INTEGER NOT NULL,
  credential TEXT NOT NULL,
  headers TEXT NOT NULL,
  body_key TEXT,
  body BLOB NOT NULL,
  PRIMARY KEY (lane, seq)
);

CREATE INDEX keyhook_event_received ON keyhook_event (received);

-- How far each lane is handled. A lane is an endpoint and a subject.
CREATE TABLE keyhook_lane (
  lane BLOB NOT NULL PRIMARY KEY,
  endpoint TEXT NOT NULL,
  subject TEXT,
  tail INTEGER NOT NULL,
  done INTEGER NOT NULL,
  due INTEGER,
  since INTEGER NOT NULL,
  owner TEXT,
  fence INTEGER NOT NULL DEFAULT 0,
  attempts INTEGER NOT NULL DEFAULT 0,
  suspect INTEGER NOT NULL DEFAULT FALSE,
  parked INTEGER NOT NULL DEFAULT FALSE,
  error TEXT,
  sequence INTEGER
) WITHOUT ROWID;

CREATE INDEX keyhook_lane_due ON keyhook_lane (endpoint, due) WHERE due IS NOT NULL;

CREATE INDEX keyhook_lane_parked ON keyhook_lane (endpoint) WHERE parked;

-- Events that were given up.
CREATE TABLE keyhook_dead (
  lane BLOB NOT NULL,
  seq INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  error TEXT NOT NULL,
  message TEXT,
  died INTEGER NOT NULL,
  PRIMARY KEY (lane, seq)
) WITHOUT ROWID;

INSERT INTO keyhook_schema (version, compatible_from) VALUES (1, 1);
