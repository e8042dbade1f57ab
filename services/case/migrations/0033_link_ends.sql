-- Who left a place may come back: between the same two ends stands one link of a kind that has not ended, and one for each last day. NULL = it has
-- not ended, or was entered with its end before there was this column: the same two are not linked anew then until it is withdrawn, as before.
ALTER TABLE link ADD COLUMN end_date date;

DROP INDEX link_standing;
CREATE UNIQUE INDEX link_standing ON link (office, kind, from_kind, from_id, to_kind, to_id, end_date) NULLS NOT DISTINCT
  WHERE withdraw_time IS NULL;
