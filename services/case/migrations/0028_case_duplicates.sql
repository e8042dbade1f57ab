-- Two cases, too, are judged not to be one: a distinction is of two people or of two cases, and says which. What it names is never removed and
-- is read, locked, in the act that makes it; a key to either of two tables is none that PostgreSQL knows.
ALTER TABLE distinction
  DROP CONSTRAINT distinction_first_fkey,
  DROP CONSTRAINT distinction_second_fkey,
  ADD COLUMN kind integer NOT NULL DEFAULT 1 CHECK (kind IN (1, 2));  -- people, cases

ALTER TABLE distinction ALTER COLUMN kind DROP DEFAULT;

-- A case may have the id of a person.
DROP INDEX distinction_standing;
CREATE UNIQUE INDEX distinction_standing ON distinction (office, kind, first_id, second_id) WHERE state = 1;
-- Those of a record are looked for by its id, on either side.
CREATE INDEX distinction_first ON distinction (office, first_id);
