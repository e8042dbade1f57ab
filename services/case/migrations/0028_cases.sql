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

-- Cases are found by more days than that of the report: the day of the last move, and the days of verdicts that stand. NULL = entered before there
-- were these columns, and of a charge also = no verdict stands; filled from the bodies by `case-service fill-columns`, or with the next change.
ALTER TABLE "case" ADD COLUMN stage_date date;
CREATE INDEX case_moved ON "case" (office, stage_date, create_time, id);
CREATE INDEX case_to_fill ON "case" (office, id) WHERE stage_date IS NULL;

ALTER TABLE charge ADD COLUMN verdict_date date;
CREATE INDEX charge_judged ON charge (office, verdict_date, case_id) WHERE verdict_date IS NOT NULL;
CREATE INDEX charge_to_fill ON charge (office, id) WHERE verdict <> 0 AND verdict_date IS NULL;

-- And by who is to do something in them.
CREATE INDEX task_to_do ON task (office, assignee, case_id) WHERE state = 1 AND assignee <> '';
