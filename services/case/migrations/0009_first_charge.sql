-- A correction of the report date must not pass the case's first charge: its day is kept beside the counts of charges, by the same
-- statements.

ALTER TABLE "case" ADD COLUMN first_charge_date date;

-- The days of charges entered before this stand in their bodies only. None is before the report of its case, which is the bound that
-- is sure.
UPDATE "case" SET first_charge_date = report_date WHERE charges > 0;

ALTER TABLE "case" ADD CONSTRAINT case_first_charge CHECK (first_charge_date >= report_date);
