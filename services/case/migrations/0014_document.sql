-- The papers of cases and their physical copies. `subject_id` says whose data key seals what is said of a document: the person it is about;
-- NULL = the document has a key of its own.

CREATE TABLE document (
  office           text COLLATE "C" NOT NULL,
  id               uuid        NOT NULL,
  case_id          uuid        NOT NULL,
  version          bigint      NOT NULL CHECK (version > 0),
  create_time      timestamptz NOT NULL,
  update_time      timestamptz NOT NULL,
  state            integer     NOT NULL CHECK (state BETWEEN 1 AND 6),
  party_id         uuid,
  subject_id       uuid,
  -- The due date while the document is still needed and not at hand.
  pending_due_date date,
  body             bytea       NOT NULL,
  CONSTRAINT document_pkey PRIMARY KEY (office, id),
  CONSTRAINT document_case_fkey FOREIGN KEY (office, case_id) REFERENCES "case" (office, id),
  CONSTRAINT document_party_fkey FOREIGN KEY (office, party_id) REFERENCES party (office, id)
);

CREATE INDEX document_entry ON document (office, create_time, id);
CREATE INDEX document_case ON document (office, case_id, create_time, id);
CREATE INDEX document_state ON document (office, state, create_time, id);
CREATE INDEX document_party ON document (office, party_id, create_time, id) WHERE party_id IS NOT NULL;
CREATE INDEX document_pending ON document (office, create_time, id) INCLUDE (pending_due_date) WHERE pending_due_date IS NOT NULL;

CREATE TABLE document_copy (
  office      text COLLATE "C" NOT NULL,
  id          uuid        NOT NULL,
  case_id     uuid        NOT NULL,
  version     bigint      NOT NULL CHECK (version > 0),
  create_time timestamptz NOT NULL,
  update_time timestamptz NOT NULL,
  document_id uuid        NOT NULL,
  recipient   integer     NOT NULL CHECK (recipient BETWEEN 1 AND 8),
  outstanding boolean     NOT NULL,
  body        bytea       NOT NULL,
  CONSTRAINT document_copy_pkey PRIMARY KEY (office, id),
  CONSTRAINT document_copy_case_fkey FOREIGN KEY (office, case_id) REFERENCES "case" (office, id),
  CONSTRAINT document_copy_document_fkey FOREIGN KEY (office, document_id) REFERENCES document (office, id)
);

CREATE INDEX document_copy_entry ON document_copy (office, create_time, id);
CREATE INDEX document_copy_case ON document_copy (office, case_id, create_time, id);
CREATE INDEX document_copy_document ON document_copy (office, document_id, create_time, id);
CREATE INDEX document_copy_recipient ON document_copy (office, recipient, create_time, id);
CREATE INDEX document_copy_outstanding ON document_copy (office, recipient, create_time, id) WHERE outstanding;

-- What cases of a kind need from a stage on. A new version replaces the one before it from its day on; what is here is never changed.
-- Exempt from the rule that every key names the office: templates are the same for all.
CREATE TABLE document_template (
  id           text COLLATE "C" NOT NULL CHECK (id ~ '^[a-z][a-z0-9-]{1,39}$'),
  version      integer NOT NULL CHECK (version > 0),
  title        text    NOT NULL,
  crime_type   text COLLATE "C" NOT NULL,  -- '' = all
  country_code text COLLATE "C" NOT NULL,  -- '' = all
  stage        integer NOT NULL CHECK (stage BETWEEN 1 AND 8),
  valid_from   date    NOT NULL,
  PRIMARY KEY (id, version)
);

CREATE TABLE document_template_item (
  id          text COLLATE "C" NOT NULL,
  version     integer NOT NULL,
  place       integer NOT NULL CHECK (place > 0),
  kind        text COLLATE "C" NOT NULL CHECK (kind ~ '^[a-z][a-z0-9-]{1,39}$'),
  title       text    NOT NULL,
  source      integer NOT NULL CHECK (source BETWEEN 1 AND 11),
  about       integer NOT NULL CHECK (about BETWEEN 0 AND 5),  -- a role of people; 0 = the case
  minors_only boolean NOT NULL,
  due_days    integer NOT NULL CHECK (due_days BETWEEN 0 AND 3650),
  PRIMARY KEY (id, version, place),
  FOREIGN KEY (id, version) REFERENCES document_template (id, version)
);

INSERT INTO document_template (id, version, title, crime_type, country_code, stage, valid_from) VALUES
  ('complaint', 1, 'The complaint and what the police wrote of it', '', '', 1, '2008-01-01'),
  ('prosecution', 1, 'What the prosecutor asks for', '', '', 5, '2008-01-01'),
  ('sexual-violence', 1, 'Sexual violence: what the examination finds', '03', '', 1, '2008-01-01'),
  ('social-case-study', 1, 'Philippines: the social case study of a child', '', 'PH', 3, '2008-01-01'),
  ('survivor', 1, 'Who the survivor is', '', '', 1, '2008-01-01'),
  ('trafficking-survivor', 1, 'Trafficking: where the survivor was brought from', '0204', '', 3, '2008-01-01');

INSERT INTO document_template_item (id, version, place, kind, title, source, about, minors_only, due_days) VALUES
  ('complaint', 1, 1, 'complaint', 'Complaint', 7, 0, false, 7),
  ('complaint', 1, 2, 'police-report', 'Police report', 3, 0, false, 14),
  ('prosecution', 1, 1, 'affidavit', 'Affidavit of the survivor', 10, 2, false, 30),
  ('prosecution', 1, 2, 'witness-affidavit', 'Affidavit of the witness', 10, 3, false, 30),
  ('prosecution', 1, 3, 'charging-document', 'Charging document', 4, 0, false, 0),
  ('sexual-violence', 1, 1, 'medical-certificate', 'Medical certificate', 2, 2, false, 3),
  ('sexual-violence', 1, 2, 'psychological-evaluation', 'Psychological evaluation', 9, 2, false, 30),
  ('social-case-study', 1, 1, 'social-case-study', 'Social case study report', 9, 2, true, 30),
  ('survivor', 1, 1, 'birth-certificate', 'Birth certificate', 1, 2, false, 30),
  ('survivor', 1, 2, 'guardian-consent', 'Consent of the guardian', 7, 2, true, 7),
  ('trafficking-survivor', 1, 1, 'medical-certificate', 'Medical certificate', 2, 2, false, 7),
  ('trafficking-survivor', 1, 2, 'travel-document', 'Travel document or its loss report', 8, 2, false, 30);

-- The service reads the templates and never writes them.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = current_schema()) THEN
    EXECUTE format('REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON document_template, document_template_item FROM %I', current_schema());
  END IF;
END $$;
