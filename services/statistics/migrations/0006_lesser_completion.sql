-- Whether what a court found was carried through, beside its crime type. The case service may have told the release before of attempts, which it
-- did not keep: so charges are taken in anew, from the beginning of their feed. A standing must say it, so that an instance of that release
-- does not enter one without it. The cursor first, as in 0005.
DELETE FROM feed_cursor WHERE feed = 'case';
DELETE FROM charge_standing_fact;
DELETE FROM charge_fact;

ALTER TABLE charge_standing_fact ADD COLUMN lesser_completion integer NOT NULL;    -- 0 as charged, 1 carried through, 2 attempted
