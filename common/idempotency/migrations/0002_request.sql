-- The answers given to mutations, by the id their caller gave them: the same id again gets the same answer (AIP-155).
CREATE TABLE request (
  office       text        NOT NULL,
  caller       text        NOT NULL,           -- the identity of the caller; ids of different callers never meet
  request_id   uuid        NOT NULL,
  method       text        NOT NULL,           -- full name of the RPC
  fingerprint  bytea       NOT NULL CHECK (octet_length(fingerprint) = 32),  -- SHA-256 of the method and the request
  response     bytea       NOT NULL,           -- the answer, serialized; holds nothing that identifies a person
  request_time timestamptz NOT NULL,
  PRIMARY KEY (office, caller, request_id)
);

-- Rows arrive in the order of time, so that a block range index finds the expired ones and costs an act nothing.
CREATE INDEX request_time ON request USING brin (request_time) WITH (autosummarize = on);

-- Answers are given again, never altered; expired ones are removed.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = current_schema()) THEN
    EXECUTE format('REVOKE UPDATE, TRUNCATE ON request FROM %I', current_schema());
  END IF;
END $$;
