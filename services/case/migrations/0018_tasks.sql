-- What is to be done in cases, the templates that say so, notes, and flags.

CREATE TABLE task (
  office      text COLLATE "C" NOT NULL,
  id          uuid        NOT NULL,
  case_id     uuid        NOT NULL,
  version     bigint      NOT NULL CHECK (version > 0),
  create_time timestamptz NOT NULL,
  update_time timestamptz NOT NULL,
  state       integer     NOT NULL CHECK (state BETWEEN 1 AND 3),  -- open, done, cancelled
  -- A principal, or '' and a role.
  assignee    text COLLATE "C" NOT NULL,
  role        integer     NOT NULL CHECK (role BETWEEN 0 AND 6),
  due_date    date        NOT NULL,
  body        bytea       NOT NULL,
  CONSTRAINT task_pkey PRIMARY KEY (office, id),
  CONSTRAINT task_case_fkey FOREIGN KEY (office, case_id) REFERENCES "case" (office, id)
);

CREATE INDEX task_case ON task (office, case_id, create_time, id);
CREATE INDEX task_entry ON task (office, create_time, id);
CREATE INDEX task_assignee ON task (office, assignee, create_time, id) WHERE assignee <> '';
CREATE INDEX task_role ON task (office, role, create_time, id) WHERE role <> 0;
-- What is due is looked for among what is open.
CREATE INDEX task_open ON task (office, create_time, id) INCLUDE (due_date) WHERE state = 1;

-- Tasks that hang on reference dates. A new version takes the place of the one before it from its day on; what is here is never changed.
-- Exempt from the rule that every key names the office: a template is for all, for a country or for one office.
CREATE TABLE task_template (
  id             text COLLATE "C" NOT NULL CHECK (id ~ '^[a-z][a-z0-9-]{1,39}$'),
  version        integer NOT NULL CHECK (version > 0),
  title          text    NOT NULL,
  country_code   text COLLATE "C" NOT NULL,  -- '' = all
  office         text COLLATE "C" NOT NULL,  -- '' = all
  effective_date date    NOT NULL,
  reviewed       boolean NOT NULL,           -- false = to be checked by a lawyer
  PRIMARY KEY (id, version)
);

CREATE TABLE task_template_item (
  id          text COLLATE "C" NOT NULL,
  version     integer NOT NULL,
  place       integer NOT NULL CHECK (place > 0),
  code        text COLLATE "C" NOT NULL CHECK (code ~ '^[a-z][a-z0-9-]{1,39}$'),
  title       text    NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
  -- 1 report, 2 screening, 3 operation, 4 arrest, 5 first charge, 6 arraignment, 7 start of trial, 8 verdict, 9 rescue.
  reference   integer NOT NULL CHECK (reference BETWEEN 1 AND 9),
  offset_days integer NOT NULL CHECK (offset_days BETWEEN -3650 AND 3650),
  day_count   integer NOT NULL CHECK (day_count BETWEEN 1 AND 2),  -- calendar days, Mondays to Fridays
  role        integer NOT NULL CHECK (role BETWEEN 1 AND 6),       -- intake, investigator, attorney, paralegal, social worker, supervisor
  PRIMARY KEY (id, version, place),
  UNIQUE (id, version, code),
  FOREIGN KEY (id, version) REFERENCES task_template (id, version)
);

-- A directive of the kind that courts give for child victims, and what an office does by itself in the first weeks. The limits are of no
-- country in particular: a lawyer checks them against the law in force before anybody relies on them.
INSERT INTO task_template (id, version, title, country_code, office, effective_date, reviewed) VALUES
  ('child-victims-first', 1, 'Child victims first: limits of trial (to be checked by a lawyer)', '', '', '2008-01-01', false),
  ('first-weeks', 1, 'The first weeks of a case', '', '', '2008-01-01', false);

INSERT INTO task_template_item (id, version, place, code, title, reference, offset_days, day_count, role) VALUES
  ('child-victims-first', 1, 1, 'statement', 'The statement of the child is recorded', 1, 3, 2, 3),
  ('child-victims-first', 1, 2, 'guardian', 'A guardian or guardian ad litem is asked for', 1, 5, 2, 3),
  ('child-victims-first', 1, 3, 'custody-review', 'Custody of the accused is confirmed or bail opposed', 4, 2, 1, 3),
  ('child-victims-first', 1, 4, 'protection-order', 'Protection of the child in court is asked for', 5, 7, 1, 3),
  ('child-victims-first', 1, 5, 'arraignment', 'The accused is arraigned', 5, 30, 1, 3),
  ('child-victims-first', 1, 6, 'pre-trial', 'The pre-trial conference is held', 6, 30, 1, 3),
  ('child-victims-first', 1, 7, 'child-heard', 'The child is heard', 5, 60, 1, 3),
  ('child-victims-first', 1, 8, 'evidence-closed', 'The evidence of the prosecution is closed', 7, 90, 1, 3),
  ('child-victims-first', 1, 9, 'judgement', 'Judgement is given', 5, 365, 1, 3),
  ('child-victims-first', 1, 10, 'appeal', 'Whether to appeal is decided', 8, 10, 1, 3),
  ('child-victims-first', 1, 11, 'restitution', 'Restitution for the child is claimed', 8, 15, 1, 4),
  ('first-weeks', 1, 1, 'screen', 'The report is screened', 1, 2, 2, 1),
  ('first-weeks', 1, 2, 'plan', 'The investigation is planned', 2, 5, 2, 2),
  ('first-weeks', 1, 3, 'assess', 'The survivors are assessed for the first time', 9, 3, 1, 5),
  ('first-weeks', 1, 4, 'review', 'The supervisor reviews the case', 1, 30, 1, 6);

CREATE TABLE note (
  office          text COLLATE "C" NOT NULL,
  id              uuid        NOT NULL,
  case_id         uuid        NOT NULL,
  version         bigint      NOT NULL CHECK (version > 0),
  create_time     timestamptz NOT NULL,
  update_time     timestamptz NOT NULL,
  confidentiality integer     NOT NULL CHECK (confidentiality BETWEEN 1 AND 4),
  author          text COLLATE "C" NOT NULL,
  state           integer     NOT NULL CHECK (state BETWEEN 1 AND 2),  -- holds, struck
  party_id        uuid,
  -- Whose data key seals it: the person's that it is about; NULL = it has a key of its own.
  subject_id      uuid,
  body            bytea       NOT NULL,
  CONSTRAINT note_pkey PRIMARY KEY (office, id),
  CONSTRAINT note_case_fkey FOREIGN KEY (office, case_id) REFERENCES "case" (office, id),
  CONSTRAINT note_party_fkey FOREIGN KEY (office, party_id) REFERENCES party (office, id)
);

CREATE INDEX note_case ON note (office, case_id, create_time, id);
CREATE INDEX note_entry ON note (office, create_time, id);
CREATE INDEX note_party ON note (office, party_id, create_time, id) WHERE party_id IS NOT NULL;

CREATE TABLE flag (
  office      text COLLATE "C" NOT NULL,
  id          uuid        NOT NULL,
  case_id     uuid        NOT NULL,
  version     bigint      NOT NULL CHECK (version > 0),
  create_time timestamptz NOT NULL,
  update_time timestamptz NOT NULL,
  kind        integer     NOT NULL CHECK (kind BETWEEN 1 AND 7),
  state       integer     NOT NULL CHECK (state BETWEEN 1 AND 2),  -- open, lowered
  party_id    uuid,
  -- As of notes.
  subject_id  uuid,
  body        bytea       NOT NULL,
  CONSTRAINT flag_pkey PRIMARY KEY (office, id),
  CONSTRAINT flag_case_fkey FOREIGN KEY (office, case_id) REFERENCES "case" (office, id),
  CONSTRAINT flag_party_fkey FOREIGN KEY (office, party_id) REFERENCES party (office, id)
);

CREATE INDEX flag_case ON flag (office, case_id, create_time, id);
CREATE INDEX flag_entry ON flag (office, create_time, id);
CREATE INDEX flag_party ON flag (office, party_id, create_time, id) WHERE party_id IS NOT NULL;

-- The service reads the templates and never writes them.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = current_schema()) THEN
    EXECUTE format('REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON task_template, task_template_item FROM %I', current_schema());
  END IF;
END $$;
