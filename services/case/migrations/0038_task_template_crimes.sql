-- For which cases a template is. One without crime types is for all, as templates were.
ALTER TABLE task_template
  -- Codes as cases have them; each covers the more precise ones that begin with it. Empty = all.
  ADD COLUMN crime_types text[] COLLATE "C" NOT NULL DEFAULT '{}';

-- The directive of 2010 is about cases of trafficking.
UPDATE task_template SET crime_types = '{0204}' WHERE id = 'fast-track-trafficking' AND version = 1;
