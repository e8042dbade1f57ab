-- Operations become compartments. Where and when they begin stands in `body` sealed, with everything else that feeds may not have, and
-- no longer beside it.

-- Who sees an operation, each principal between two line ends: for finding the operations of a caller. What counts is the sealed list;
-- this one only spares opening what would not be shown. NULL `follows_id` = it follows up no other.
ALTER TABLE operation ADD COLUMN readers text NOT NULL DEFAULT '', ADD COLUMN follows_id uuid;

-- Who wrote of the operations of before.
UPDATE operation SET readers = E'\n' || known.principals || E'\n'
FROM (SELECT office, name, string_agg(DISTINCT caller, E'\n') AS principals FROM audit WHERE action = 'WRITE' GROUP BY office, name) AS known
WHERE known.office = operation.office
  AND known.name = 'offices/' || operation.office || '/cases/' || operation.case_id || '/operations/' || operation.id;

ALTER TABLE operation ALTER COLUMN readers DROP DEFAULT;
DROP INDEX operation_start;
ALTER TABLE operation DROP COLUMN start_time;
CREATE INDEX operation_entry ON operation (office, create_time, id);
CREATE INDEX operation_case ON operation (office, case_id, create_time, id);
CREATE INDEX operation_follows ON operation (office, follows_id, create_time, id) WHERE follows_id IS NOT NULL;

-- Requests to read an operation whose list one is not on. `operation_id` is what the requester said, whether there is one or not: no
-- foreign key may find that out.
CREATE TABLE break_glass (
  office       text COLLATE "C" NOT NULL,
  id           uuid        NOT NULL,
  case_id      uuid        NOT NULL,
  version      bigint      NOT NULL CHECK (version > 0),
  create_time  timestamptz NOT NULL,
  update_time  timestamptz NOT NULL,
  operation_id uuid        NOT NULL,
  requester    text        NOT NULL,
  state        integer     NOT NULL CHECK (state BETWEEN 1 AND 2),
  expire_time  timestamptz CHECK ((state = 2) = (expire_time IS NOT NULL)),  -- until when the requester may read; NULL = not granted
  body         bytea       NOT NULL,
  CONSTRAINT break_glass_pkey PRIMARY KEY (office, id),
  CONSTRAINT break_glass_case_fkey FOREIGN KEY (office, case_id) REFERENCES "case" (office, id)
);

CREATE INDEX break_glass_entry ON break_glass (office, create_time, id);
CREATE INDEX break_glass_case ON break_glass (office, case_id, create_time, id);
CREATE INDEX break_glass_open ON break_glass (office, operation_id, requester, expire_time) WHERE expire_time IS NOT NULL;
