-- What stops and what extends the clock of a template's task. Versions that are there are given what held for them all along, as far as anybody
-- said: everything stood still with its case, and could be put off.
ALTER TABLE task_template_item
  -- The days on which the case is INACTIVE are not counted.
  ADD COLUMN stops_while_inactive boolean NOT NULL DEFAULT true,
  -- 0 = it cannot be extended.
  ADD COLUMN most_extension_days integer NOT NULL DEFAULT 3650 CHECK (most_extension_days BETWEEN 0 AND 3650);

-- The time to appeal runs whatever becomes of the case, and no court gives more of it. A lawyer checks that as all else.
UPDATE task_template_item SET stops_while_inactive = false, most_extension_days = 0
WHERE id = 'child-victims-first' AND version = 1 AND code = 'appeal';
