-- Operations, charges, and the suspects' network.

CREATE TABLE operation (
  office      text COLLATE "C" NOT NULL,
  id          uuid        NOT NULL,
  case_id     uuid        NOT NULL,
  version     bigint      NOT NULL CHECK (version > 0),
  create_time timestamptz NOT NULL,
  update_time timestamptz NOT NULL,
  state       integer     NOT NULL CHECK (state BETWEEN 1 AND 4),
  start_time  timestamptz NOT NULL,
  body        bytea       NOT NULL,
  CONSTRAINT operation_pkey PRIMARY KEY (office, id),
  CONSTRAINT operation_case_fkey FOREIGN KEY (office, case_id) REFERENCES "case" (office, id)
);

CREATE INDEX operation_start ON operation (office, case_id, start_time, id);

CREATE TABLE charge (
  office      text COLLATE "C" NOT NULL,
  id          uuid        NOT NULL,
  case_id     uuid        NOT NULL,
  version     bigint      NOT NULL CHECK (version > 0),
  create_time timestamptz NOT NULL,
  update_time timestamptz NOT NULL,
  accused_id  uuid        NOT NULL,
  verdict     integer     NOT NULL CHECK (verdict BETWEEN 0 AND 8),  -- 0 = none yet
  body        bytea       NOT NULL,
  CONSTRAINT charge_pkey PRIMARY KEY (office, id),
  CONSTRAINT charge_case_fkey FOREIGN KEY (office, case_id) REFERENCES "case" (office, id),
  CONSTRAINT charge_accused_fkey FOREIGN KEY (office, accused_id) REFERENCES party (office, id)
);

CREATE INDEX charge_entry ON charge (office, case_id, create_time, id);

CREATE TABLE venue (
  office      text COLLATE "C" NOT NULL REFERENCES office (office),
  id          uuid        NOT NULL,
  version     bigint      NOT NULL CHECK (version > 0),
  create_time timestamptz NOT NULL,
  update_time timestamptz NOT NULL,
  kind        integer     NOT NULL CHECK (kind BETWEEN 1 AND 9),
  body        bytea       NOT NULL,
  CONSTRAINT venue_pkey PRIMARY KEY (office, id)
);

CREATE INDEX venue_entry ON venue (office, create_time, id);

CREATE TABLE link (
  office      text COLLATE "C" NOT NULL REFERENCES office (office),
  id          uuid        NOT NULL,
  version     bigint      NOT NULL CHECK (version > 0),
  create_time timestamptz NOT NULL,
  update_time timestamptz NOT NULL,
  kind        integer     NOT NULL CHECK (kind BETWEEN 1 AND 5),
  from_id     uuid        NOT NULL,
  to_id       uuid        NOT NULL CHECK (to_id <> from_id),
  body        bytea       NOT NULL,
  CONSTRAINT link_pkey PRIMARY KEY (office, id),
  CONSTRAINT link_ends_key UNIQUE (office, kind, from_id, to_id)
);

CREATE INDEX link_entry ON link (office, create_time, id);
CREATE INDEX link_from ON link (office, from_id, create_time, id);
CREATE INDEX link_to ON link (office, to_id, create_time, id);
