-- The change feed of a service: one row a change, numbered in the order of commits.

-- The feed's head: one row, locked by each act from its update until its commit, so that numbers have no gaps and follow commits.
-- Exempt from the rule that every key names the office: there is one feed a service.
CREATE TABLE feed_head (
  single boolean PRIMARY KEY DEFAULT true CHECK (single),
  epoch  uuid    NOT NULL,                                   -- changes when the database is restored; tokens of another are refused
  last   bigint  NOT NULL DEFAULT 0 CHECK (last >= 0),        -- the number of the last change
  floor  bigint  NOT NULL DEFAULT 0 CHECK (floor BETWEEN 0 AND last)  -- tokens below it have expired
) WITH (fillfactor = 10, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

INSERT INTO feed_head (epoch) VALUES (gen_random_uuid());

-- The journal. `payload` is the resource's protobuf message after the change, sensitive fields sealed: the rows of one resource,
-- by version, are its history. Rows are never changed.
CREATE TABLE outbox (
  seq         bigint      NOT NULL,
  office      text        NOT NULL,
  name        text        NOT NULL,
  kind        text        NOT NULL,
  version     bigint      NOT NULL CHECK (version > 0),
  change_time timestamptz NOT NULL,
  payload     bytea       NOT NULL,
  PRIMARY KEY (seq, office)
) PARTITION BY RANGE (seq);

CREATE INDEX outbox_history ON outbox (office, name, version);

-- Makes partitions (4 million changes each) until at least `ahead` empty ones follow the head; answers how many it made.
-- Runs as its owner: the service itself may not create tables.
CREATE FUNCTION outbox_extend(ahead integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  size    CONSTANT bigint := 4000000;
  service CONSTANT name := current_schema();
  wanted  bigint;
  made    integer := 0;
  part    name;
BEGIN
  IF ahead NOT BETWEEN 1 AND 64 THEN
    RAISE EXCEPTION 'outbox_extend: ahead must be from 1 to 64, not %', ahead USING ERRCODE = 'invalid_parameter_value';
  END IF;
  -- One at a time: two instances of a service may ask at once.
  PERFORM pg_advisory_xact_lock(hashtext('outbox_extend'), hashtext(service));
  SELECT last / size + ahead INTO wanted FROM feed_head;
  FOR i IN (SELECT last / size FROM feed_head) .. wanted LOOP
    part := format('outbox_p%s', lpad(i::text, 6, '0'));
    CONTINUE WHEN to_regclass(format('%I.%I', service, part)) IS NOT NULL;
    -- Attached rather than created as a partition: that takes no lock that would stop writers.
    EXECUTE format('CREATE TABLE %I (LIKE outbox INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', part);
    EXECUTE format('ALTER TABLE outbox ATTACH PARTITION %I FOR VALUES FROM (%s) TO (%s)', part, i * size, (i + 1) * size);
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = service) THEN
      EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %I FROM %I', part, service);
    END IF;
    made := made + 1;
  END LOOP;
  RETURN made;
END $$;

REVOKE EXECUTE ON FUNCTION outbox_extend(integer) FROM PUBLIC;

-- What runs as the owner must not meet a caller's temporary tables: they come last.
DO $$
BEGIN
  EXECUTE format('ALTER FUNCTION outbox_extend(integer) SET search_path = %I, pg_temp', current_schema());
END $$;

SELECT outbox_extend(7);

-- The service appends to the journal and moves the head; it removes neither.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = current_schema()) THEN
    EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON outbox FROM %I', current_schema());
    EXECUTE format('REVOKE INSERT, DELETE, TRUNCATE ON feed_head FROM %I', current_schema());
  END IF;
END $$;
