-- Lists that are narrowed by days or by who leads, and counts of them, read an index alone: it has beside its keys what lists are narrowed by
-- further. A case is then looked at on the page that is answered only, not among the tens of thousands that were reported in a year. None of
-- these columns stood in no index before: what a change costs grows by the bytes alone.
DROP INDEX case_report, case_moved, case_lead;
CREATE INDEX case_report ON "case" (office, report_date, create_time, id) INCLUDE (crime_type, stage, stage_date, merged_id);
CREATE INDEX case_moved ON "case" (office, stage_date, create_time, id) INCLUDE (crime_type, stage, report_date, merged_id);
CREATE INDEX case_lead ON "case" (office, lead, create_time, id) INCLUDE (crime_type, stage, report_date, stage_date, merged_id)
  WHERE lead <> '';

-- An index alone answers for pages that are known to hold nothing but what everybody sees; vacuuming finds that out. By PostgreSQL's own measure it
-- would come when a fifth of all cases had changed.
ALTER TABLE "case" SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02);
