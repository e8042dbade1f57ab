-- Rows of imports that were rejected, with what is wrong with them. The rows themselves are sealed in the bodies.

CREATE TABLE import_fault (
  office      text COLLATE "C" NOT NULL,
  id          uuid        NOT NULL,
  version     bigint      NOT NULL CHECK (version > 0),
  create_time timestamptz NOT NULL,
  update_time timestamptz NOT NULL,
  state       integer     NOT NULL CHECK (state BETWEEN 1 AND 2),  -- open, resolved
  source      text COLLATE "C" NOT NULL,
  -- The same for the same row of the same source, whatever it holds.
  row_key     text COLLATE "C" NOT NULL,
  -- Who alone may see it: the importer of a row that tells of an operation.
  owner       text COLLATE "C",
  body        bytea       NOT NULL,
  CONSTRAINT import_fault_pkey PRIMARY KEY (office, id),
  CONSTRAINT import_fault_office_fkey FOREIGN KEY (office) REFERENCES office (office)
);

CREATE INDEX import_fault_entry ON import_fault (office, create_time, id);
CREATE INDEX import_fault_open ON import_fault (office, row_key) WHERE state = 1;
