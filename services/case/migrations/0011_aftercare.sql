-- Aftercare: what it measures with (the same for every office), and what is done for survivors.

-- The instruments of assessment, a row a version. Rows are added and never changed, so that what was measured stays comparable. Exempt,
-- like the two tables after it, from the rule that every key names the office.
CREATE TABLE instrument (
  id             text COLLATE "C" PRIMARY KEY CHECK (id ~ '^[a-z][a-z0-9.-]{1,39}$'),
  title          text    NOT NULL,
  version        integer NOT NULL CHECK (version > 0),
  effective_date date    NOT NULL,
  retire_date    date    CHECK (retire_date >= effective_date)
);

-- What an instrument scores, from 1 (most vulnerable) to 4, in the order of `position`. Domains: 1 safety, 2 legal protection, 3 mental
-- wellbeing, 4 economic empowerment and education, 5 social support, 6 physical wellbeing.
CREATE TABLE instrument_item (
  instrument text COLLATE "C" NOT NULL REFERENCES instrument (id),
  code       text COLLATE "C" NOT NULL CHECK (code ~ '^[A-Za-z0-9.-]{1,20}$'),
  domain     integer NOT NULL CHECK (domain BETWEEN 1 AND 6),
  position   integer NOT NULL,
  title      text    NOT NULL,
  PRIMARY KEY (instrument, code),
  UNIQUE (instrument, position)
);

CREATE TABLE service_kind (
  code     text COLLATE "C" PRIMARY KEY CHECK (code ~ '^[a-z][a-z0-9-]{1,39}$'),
  position integer NOT NULL UNIQUE,
  title    text    NOT NULL
);

-- What must be so before a restoration is recorded; a row applies from its day until the next one's. Scores are in hundredths.
CREATE TABLE restoration_criteria (
  id                     text COLLATE "C" PRIMARY KEY CHECK (id ~ '^[a-z][a-z0-9.-]{1,39}$'),
  title                  text    NOT NULL,
  effective_date         date    NOT NULL UNIQUE,
  min_domain_hundredths  integer NOT NULL CHECK (min_domain_hundredths BETWEEN 100 AND 400),
  min_overall_hundredths integer NOT NULL CHECK (min_overall_hundredths BETWEEN 100 AND 400),
  hold_months            integer NOT NULL CHECK (hold_months BETWEEN 0 AND 120),
  max_age_days           integer NOT NULL CHECK (max_age_days BETWEEN 0 AND 3660),
  no_open_safety_flag    boolean NOT NULL
);

INSERT INTO instrument (id, title, version, effective_date) VALUES
  ('survivor-outcomes-1', 'Survivor outcomes', 1, '2000-01-01');

INSERT INTO instrument_item (instrument, code, domain, position, title) VALUES
  ('survivor-outcomes-1', '1.1', 1, 1, 'Is free from threats by the accused and those around them'),
  ('survivor-outcomes-1', '1.2', 1, 2, 'Is free from violence and neglect where she or he lives'),
  ('survivor-outcomes-1', '1.3', 1, 3, 'Sees danger coming and knows how to get help'),
  ('survivor-outcomes-1', '2.1', 2, 4, 'Has the papers that the law gives: birth, identity, residence'),
  ('survivor-outcomes-1', '2.2', 2, 5, 'Knows her or his rights and can use them'),
  ('survivor-outcomes-1', '2.3', 2, 6, 'Takes part in the proceedings as far as she or he wishes, protected'),
  ('survivor-outcomes-1', '3.1', 3, 7, 'Lives with what happened: sleep, fear, memories'),
  ('survivor-outcomes-1', '3.2', 3, 8, 'Handles feelings and conflict without harm to self or others'),
  ('survivor-outcomes-1', '3.3', 3, 9, 'Values herself or himself and sees a future'),
  ('survivor-outcomes-1', '3.4', 3, 10, 'Is free of harmful use of alcohol and drugs'),
  ('survivor-outcomes-1', '4.1', 4, 11, 'Goes to school or training that fits'),
  ('survivor-outcomes-1', '4.2', 4, 12, 'Has decent work, or a household with enough income'),
  ('survivor-outcomes-1', '4.3', 4, 13, 'Handles money and has something to fall back on'),
  ('survivor-outcomes-1', '5.1', 5, 14, 'Has people to trust'),
  ('survivor-outcomes-1', '5.2', 5, 15, 'Is wanted and cared for by family or household'),
  ('survivor-outcomes-1', '5.3', 5, 16, 'Belongs to a community without shame or shunning'),
  ('survivor-outcomes-1', '6.1', 6, 17, 'Is in good health, or in treatment'),
  ('survivor-outcomes-1', '6.2', 6, 18, 'Reaches and can pay for medical care'),
  ('survivor-outcomes-1', '6.3', 6, 19, 'Has a sound home, enough food and clean water');

INSERT INTO service_kind (code, position, title) VALUES
  ('home-visit', 1, 'Home visit'),
  ('safety-planning', 2, 'Safety planning'),
  ('shelter', 3, 'Shelter placement or visit'),
  ('trauma-therapy', 4, 'Trauma therapy'),
  ('group-therapy', 5, 'Group therapy'),
  ('family-support', 6, 'Work with the family or guardian'),
  ('hospital-accompaniment', 7, 'Accompaniment to hospital'),
  ('medical-care', 8, 'Medical care'),
  ('court-accompaniment', 9, 'Accompaniment to court'),
  ('legal-support', 10, 'Legal counsel and papers'),
  ('school-support', 11, 'Support to go to school'),
  ('vocational-training', 12, 'Vocational training'),
  ('economic-plan', 13, 'Economic stability plan'),
  ('material-aid', 14, 'Food, clothes, rent or other aid'),
  ('follow-up-call', 15, 'Follow-up call'),
  ('other', 16, 'Another service');

INSERT INTO restoration_criteria
  (id, title, effective_date, min_domain_hundredths, min_overall_hundredths, hold_months, max_age_days, no_open_safety_flag) VALUES
  ('restoration-1', 'Every domain at 3 or more for three months', '2000-01-01', 300, 300, 3, 92, true);

-- The service reads these tables and never writes them.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = current_schema()) THEN
    EXECUTE format('REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON instrument, instrument_item, service_kind, restoration_criteria FROM %I',
                   current_schema());
  END IF;
END $$;

-- The tracks of survivors, one each: `id` is that of the survivor's party. `open_time` is the day of opening, as midnight in UTC.
CREATE TABLE aftercare (
  office      text COLLATE "C" NOT NULL,
  id          uuid        NOT NULL,
  case_id     uuid        NOT NULL,
  version     bigint      NOT NULL CHECK (version > 0),
  create_time timestamptz NOT NULL,
  update_time timestamptz NOT NULL,
  state       integer     NOT NULL CHECK (state BETWEEN 1 AND 5),
  lead        text COLLATE "C" NOT NULL,
  open_time   timestamptz NOT NULL,
  body        bytea       NOT NULL,
  CONSTRAINT aftercare_pkey PRIMARY KEY (office, id),
  CONSTRAINT aftercare_case_fkey FOREIGN KEY (office, case_id) REFERENCES "case" (office, id),
  CONSTRAINT aftercare_party_fkey FOREIGN KEY (office, id) REFERENCES party (office, id)
);

CREATE INDEX aftercare_entry ON aftercare (office, case_id, open_time, id);
CREATE INDEX aftercare_day ON aftercare (office, open_time, id);
CREATE INDEX aftercare_state ON aftercare (office, state, open_time, id);
CREATE INDEX aftercare_lead ON aftercare (office, lead, open_time, id);

-- What is done for a survivor (`party_id`) on a day (`day_time`, its midnight in UTC) by somebody (`staff`); `subject_id` says whose
-- data key seals the note.
CREATE TABLE assessment (
  office      text COLLATE "C" NOT NULL,
  id          uuid        NOT NULL,
  case_id     uuid        NOT NULL,
  version     bigint      NOT NULL CHECK (version > 0),
  create_time timestamptz NOT NULL,
  update_time timestamptz NOT NULL,
  subject_id  uuid        NOT NULL,
  party_id    uuid        NOT NULL,
  state       integer     NOT NULL CHECK (state BETWEEN 1 AND 3),
  staff       text COLLATE "C" NOT NULL,
  day_time    timestamptz NOT NULL,
  body        bytea       NOT NULL,
  CONSTRAINT assessment_pkey PRIMARY KEY (office, id),
  CONSTRAINT assessment_case_fkey FOREIGN KEY (office, case_id) REFERENCES "case" (office, id),
  CONSTRAINT assessment_aftercare_fkey FOREIGN KEY (office, party_id) REFERENCES aftercare (office, id)
);

CREATE INDEX assessment_entry ON assessment (office, case_id, day_time, id);
CREATE INDEX assessment_day ON assessment (office, day_time, id);
CREATE INDEX assessment_party ON assessment (office, party_id, day_time, id);
CREATE INDEX assessment_state ON assessment (office, state, day_time, id);
CREATE INDEX assessment_staff ON assessment (office, staff, day_time, id);

CREATE TABLE care_plan (
  office      text COLLATE "C" NOT NULL,
  id          uuid        NOT NULL,
  case_id     uuid        NOT NULL,
  version     bigint      NOT NULL CHECK (version > 0),
  create_time timestamptz NOT NULL,
  update_time timestamptz NOT NULL,
  subject_id  uuid        NOT NULL,
  party_id    uuid        NOT NULL,
  state       integer     NOT NULL CHECK (state BETWEEN 1 AND 3),
  staff       text COLLATE "C" NOT NULL,
  day_time    timestamptz NOT NULL,
  body        bytea       NOT NULL,
  CONSTRAINT care_plan_pkey PRIMARY KEY (office, id),
  CONSTRAINT care_plan_case_fkey FOREIGN KEY (office, case_id) REFERENCES "case" (office, id),
  CONSTRAINT care_plan_aftercare_fkey FOREIGN KEY (office, party_id) REFERENCES aftercare (office, id)
);

CREATE INDEX care_plan_entry ON care_plan (office, case_id, day_time, id);
CREATE INDEX care_plan_day ON care_plan (office, day_time, id);
CREATE INDEX care_plan_party ON care_plan (office, party_id, day_time, id);
CREATE INDEX care_plan_state ON care_plan (office, state, day_time, id);
CREATE INDEX care_plan_staff ON care_plan (office, staff, day_time, id);
CREATE UNIQUE INDEX care_plan_active ON care_plan (office, party_id) WHERE state = 1;

CREATE TABLE goal (
  office      text COLLATE "C" NOT NULL,
  id          uuid        NOT NULL,
  case_id     uuid        NOT NULL,
  version     bigint      NOT NULL CHECK (version > 0),
  create_time timestamptz NOT NULL,
  update_time timestamptz NOT NULL,
  subject_id  uuid        NOT NULL,
  party_id    uuid        NOT NULL,
  state       integer     NOT NULL CHECK (state BETWEEN 1 AND 3),
  staff       text COLLATE "C" NOT NULL,
  plan_id     uuid        NOT NULL,
  target_date date        NOT NULL,
  body        bytea       NOT NULL,
  CONSTRAINT goal_pkey PRIMARY KEY (office, id),
  CONSTRAINT goal_case_fkey FOREIGN KEY (office, case_id) REFERENCES "case" (office, id),
  CONSTRAINT goal_aftercare_fkey FOREIGN KEY (office, party_id) REFERENCES aftercare (office, id),
  CONSTRAINT goal_plan_fkey FOREIGN KEY (office, plan_id) REFERENCES care_plan (office, id)
);

CREATE INDEX goal_entry ON goal (office, case_id, create_time, id);
CREATE INDEX goal_day ON goal (office, create_time, id);
CREATE INDEX goal_party ON goal (office, party_id, create_time, id);
CREATE INDEX goal_state ON goal (office, state, create_time, id);
CREATE INDEX goal_staff ON goal (office, staff, create_time, id);
CREATE INDEX goal_plan ON goal (office, plan_id, create_time, id);
CREATE INDEX goal_target ON goal (office, state, target_date);

CREATE TABLE service_delivery (
  office      text COLLATE "C" NOT NULL,
  id          uuid        NOT NULL,
  case_id     uuid        NOT NULL,
  version     bigint      NOT NULL CHECK (version > 0),
  create_time timestamptz NOT NULL,
  update_time timestamptz NOT NULL,
  subject_id  uuid        NOT NULL,
  party_id    uuid        NOT NULL,
  state       integer     NOT NULL CHECK (state BETWEEN 1 AND 2),
  staff       text COLLATE "C" NOT NULL,
  kind        text COLLATE "C" NOT NULL,
  day_time    timestamptz NOT NULL,
  body        bytea       NOT NULL,
  CONSTRAINT service_delivery_pkey PRIMARY KEY (office, id),
  CONSTRAINT service_delivery_case_fkey FOREIGN KEY (office, case_id) REFERENCES "case" (office, id),
  CONSTRAINT service_delivery_aftercare_fkey FOREIGN KEY (office, party_id) REFERENCES aftercare (office, id)
);

CREATE INDEX service_delivery_entry ON service_delivery (office, case_id, day_time, id);
CREATE INDEX service_delivery_day ON service_delivery (office, day_time, id);
CREATE INDEX service_delivery_party ON service_delivery (office, party_id, day_time, id);
CREATE INDEX service_delivery_state ON service_delivery (office, state, day_time, id);
CREATE INDEX service_delivery_staff ON service_delivery (office, staff, day_time, id);
CREATE INDEX service_delivery_kind ON service_delivery (office, kind, day_time, id);

-- `to_office` is the office that a referral was sent to; NULL as long as it was not sent, and for partners: that office lists what it
-- received by it. The row stays its own office's (`office`), which is what keys and acts go by.
CREATE TABLE referral (
  office      text COLLATE "C" NOT NULL,
  id          uuid        NOT NULL,
  case_id     uuid        NOT NULL,
  version     bigint      NOT NULL CHECK (version > 0),
  create_time timestamptz NOT NULL,
  update_time timestamptz NOT NULL,
  subject_id  uuid        NOT NULL,
  party_id    uuid        NOT NULL,
  state       integer     NOT NULL CHECK (state BETWEEN 1 AND 6),
  staff       text COLLATE "C" NOT NULL,
  to_office   text COLLATE "C",
  day_time    timestamptz NOT NULL,
  body        bytea       NOT NULL,
  CONSTRAINT referral_pkey PRIMARY KEY (office, id),
  CONSTRAINT referral_case_fkey FOREIGN KEY (office, case_id) REFERENCES "case" (office, id),
  CONSTRAINT referral_aftercare_fkey FOREIGN KEY (office, party_id) REFERENCES aftercare (office, id)
);

CREATE INDEX referral_entry ON referral (office, case_id, day_time, id);
CREATE INDEX referral_day ON referral (office, day_time, id);
CREATE INDEX referral_party ON referral (office, party_id, day_time, id);
CREATE INDEX referral_state ON referral (office, state, day_time, id);
CREATE INDEX referral_staff ON referral (office, staff, day_time, id);
CREATE INDEX referral_received ON referral (to_office, day_time, id) WHERE to_office IS NOT NULL;
