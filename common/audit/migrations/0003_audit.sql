-- Who changed or read what, which version of it, and why. Rows are only ever added.
CREATE TABLE audit (
  office     text        NOT NULL,
  id         uuid        NOT NULL,             -- UUIDv7: in the order of time
  audit_time timestamptz NOT NULL,
  caller     text        NOT NULL,
  method     text        NOT NULL,             -- full name of the RPC
  name       text        NOT NULL,             -- the resource
  version    bigint      NOT NULL,             -- the version written or read
  action     text        NOT NULL CHECK (action IN ('READ', 'WRITE')),
  fields     text[]      NOT NULL DEFAULT '{}',  -- the sensitive fields that were read
  reason     text        NOT NULL DEFAULT '',
  trace_id   text        NOT NULL,
  PRIMARY KEY (office, id)
);

DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = current_schema()) THEN
    EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON audit FROM %I', current_schema());
  END IF;
END $$;
