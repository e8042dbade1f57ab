-- What stood on charges from which day on, in the place of the one verdict and sentence that a charge had: what is reversed on appeal is
-- withdrawn from counts as of that day, and still stands in counts as of earlier days. `version` is the charge's.

CREATE TABLE charge_standing_fact (
  office            text    NOT NULL,
  id                uuid    NOT NULL,      -- the charge
  number            integer NOT NULL,      -- in order of the days
  version           bigint  NOT NULL,
  standing_date     date    NOT NULL,
  verdict           integer NOT NULL,      -- 0 = the charge was open (again)
  lesser_crime_type text    NOT NULL,
  sentence_date     date,                  -- null = no sentence, and the rest is null or 0
  custody           integer NOT NULL,      -- 1 imprisonment, 2 life, 3 death
  min_years         integer NOT NULL,
  min_months        integer NOT NULL,
  min_days          integer NOT NULL,
  max_years         integer NOT NULL,
  max_months        integer NOT NULL,
  max_days          integer NOT NULL,
  fine_minor_units  bigint,
  fine_currency     text,
  suspended         boolean NOT NULL,
  PRIMARY KEY (office, id, number)
);

INSERT INTO charge_standing_fact
SELECT office, id, 1, version, verdict_date, verdict, lesser_crime_type, NULL, 0, 0, 0, 0, 0, 0, 0, NULL, NULL, false
FROM charge_fact WHERE verdict_date IS NOT NULL AND (sentence_date IS NULL OR sentence_date > verdict_date);

INSERT INTO charge_standing_fact
SELECT office, id, CASE WHEN sentence_date > verdict_date THEN 2 ELSE 1 END, version, sentence_date, verdict, lesser_crime_type,
       sentence_date, custody, min_years, min_months, min_days, max_years, max_months, max_days, fine_minor_units, fine_currency, suspended
FROM charge_fact WHERE verdict_date IS NOT NULL AND sentence_date IS NOT NULL;

ALTER TABLE charge_fact
  DROP COLUMN verdict, DROP COLUMN verdict_date, DROP COLUMN lesser_crime_type, DROP COLUMN sentence_date, DROP COLUMN custody,
  DROP COLUMN min_years, DROP COLUMN min_months, DROP COLUMN min_days, DROP COLUMN max_years, DROP COLUMN max_months,
  DROP COLUMN max_days, DROP COLUMN fine_minor_units, DROP COLUMN fine_currency, DROP COLUMN suspended,
  ADD COLUMN superseded_date date;          -- from when on another charge stands in its place
