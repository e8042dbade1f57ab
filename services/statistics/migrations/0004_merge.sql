-- Who is who: which case stands for one that was merged, and who a party is. What was taken in before knows neither, so the feed of the case
-- service is loaded anew: without a place in it the follower begins with an Export, which replaces all facts.
ALTER TABLE case_fact ADD COLUMN merged_id uuid;     -- null = it stands for itself

ALTER TABLE party_fact ADD COLUMN person_id uuid;    -- the record that stands for the person; null = not known

DELETE FROM feed_cursor;
