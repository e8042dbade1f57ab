-- What a case was on the days before it was reopened: when each charge was brought, and when the case had been closed or declined before.
-- What was taken in before knows neither, and is not replaced by what is no newer: so cases and charges are taken in anew, from the
-- beginning of their feed. A charge must have its day, so that an instance of the release before does not enter one without it.
-- The cursor first: an instance that is at a batch moves it before anything else, and what it enters then is removed with the rest.
DELETE FROM feed_cursor WHERE feed = 'case';
DELETE FROM case_fact;
DELETE FROM charge_standing_fact;
DELETE FROM charge_fact;

ALTER TABLE charge_fact ADD COLUMN charge_date date NOT NULL;    -- when it was brought

-- The times in which a case was at its end before it was reopened; `version` is the case's.
CREATE TABLE case_former_end_fact (
  office     text    NOT NULL,
  id         uuid    NOT NULL,             -- the case
  number     integer NOT NULL,             -- in order of the days
  version    bigint  NOT NULL,
  stage      integer NOT NULL,             -- 8 closed, 10 declined
  end_date   date    NOT NULL,
  until_date date    NOT NULL,             -- when it was reopened
  PRIMARY KEY (office, id, number)
);
