-- In 2010 the Supreme Court of the Philippines had its Court Administrator direct the courts to fast-track cases of trafficking (OCA Circular
-- 151-2010 of 26 October: newly raffled cases are heard and decided within 180 days of the arraignment, hearings are at most two weeks apart
-- where that is practicable). It has no rule that stops or extends the 180 days. As with every limit of the law, a lawyer checks it.
INSERT INTO task_template (id, version, title, country_code, office, effective_date, reviewed) VALUES
  ('fast-track-trafficking', 1, 'Trafficking cases fast-tracked: the directive of 2010 (to be checked by a lawyer)', 'PH', '', '2010-10-26', false);

INSERT INTO task_template_item
  (id, version, place, code, title, reference, offset_days, day_count, role, stops_while_inactive, most_extension_days) VALUES
  ('fast-track-trafficking', 1, 1, 'next-hearing', 'The next hearing of the trial is held, and so on every two weeks', 7, 14, 1, 3, false, 180),
  ('fast-track-trafficking', 1, 2, 'judgement', 'The case is heard and decided', 6, 180, 1, 3, false, 0);
