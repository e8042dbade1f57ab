-- The audit trail becomes tamper-evident: rows are numbered in the order of commits, and sealed into hash chains, one an office and one
-- a compartment of it (common/audit/chain.h).

-- The number of the last audit row. It stands beside the feed's head because both are taken by the same acts: one lock, in one order.
ALTER TABLE feed_head ADD audited bigint NOT NULL DEFAULT 0 CHECK (audited >= 0);

ALTER TABLE audit
  ADD seq          bigint,                          -- without gaps, in the order of commits, over all offices
  ADD compartment  text   NOT NULL DEFAULT '',      -- the operation whose chain it belongs to; empty = the office's own
  ADD plan_version bigint NOT NULL DEFAULT 0;       -- of an operation: the version of the plan that was read

UPDATE audit SET seq = numbered.seq
FROM (SELECT office, id, row_number() OVER (ORDER BY id, office) AS seq FROM audit) AS numbered
WHERE audit.office = numbered.office AND audit.id = numbered.id;
UPDATE feed_head SET audited = (SELECT count(*) FROM audit);

-- Lists go by time; what auditors ask: who touched this record, what did this caller do, what was read.
ALTER TABLE audit ALTER seq SET NOT NULL, ADD CHECK (seq > 0), DROP CONSTRAINT audit_pkey, ADD PRIMARY KEY (office, audit_time, id);
CREATE UNIQUE INDEX audit_order ON audit (seq, office);
CREATE INDEX audit_resource ON audit (office, name COLLATE "C", audit_time, id);
CREATE INDEX audit_caller ON audit (office, caller, audit_time, id);
CREATE INDEX audit_reads ON audit (office, audit_time, id) WHERE action = 'READ';
CREATE INDEX audit_compartment ON audit (office, compartment, audit_time, id) WHERE compartment <> '';

-- The chains: row `number` of a chain seals one audit row together with all before it. Rows are only ever added.
CREATE TABLE audit_chain (
  office      text   NOT NULL,
  compartment text   NOT NULL,
  number      bigint NOT NULL CHECK (number > 0),               -- 1, 2, 3 ... in each chain
  audit_id    uuid   NOT NULL,                                  -- id and seq of the audit row
  seq         bigint NOT NULL,
  hash        bytea  NOT NULL CHECK (octet_length(hash) = 32),  -- SHA-256
  PRIMARY KEY (office, compartment, number),
  UNIQUE (seq, office)
);

-- How far sealing has come; locked by who seals, so that chains never fork.
-- Exempt from the rule that every key names the office: audit rows have one order a service.
CREATE TABLE audit_seal (
  single boolean PRIMARY KEY DEFAULT true CHECK (single),
  seq    bigint  NOT NULL
) WITH (fillfactor = 10, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

INSERT INTO audit_seal (seq) VALUES (0);

DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = current_schema()) THEN
    EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON audit_chain FROM %I', current_schema());
    EXECUTE format('REVOKE INSERT, DELETE, TRUNCATE ON audit_seal FROM %I', current_schema());
  END IF;
END $$;
