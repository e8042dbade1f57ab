-- Who is who: which case stands for one that was merged, and who a party is. What was taken in before knows neither, and is not replaced by
-- what is no newer: so both are taken in anew, from the beginning of the feeds.
ALTER TABLE case_fact ADD COLUMN merged_id uuid;     -- null = it stands for itself

ALTER TABLE party_fact ADD COLUMN person_id uuid;    -- the record that stands for the person; null = not known

DELETE FROM case_fact;
DELETE FROM party_fact;
DELETE FROM feed_cursor;
