-- Offices, cases, and the people of cases. `body` is the resource as the change feed carries it; the columns beside it
-- are those that keys, filters and rules need. What identifies a person stands in `body` sealed, and nowhere else.

CREATE TABLE office (
  office      text COLLATE "C" PRIMARY KEY,
  version     bigint      NOT NULL CHECK (version > 0),
  create_time timestamptz NOT NULL,
  update_time timestamptz NOT NULL,
  body        bytea       NOT NULL
);

CREATE TABLE "case" (
  office          text COLLATE "C" NOT NULL REFERENCES office (office),
  id              uuid        NOT NULL,
  version         bigint      NOT NULL CHECK (version > 0),
  create_time     timestamptz NOT NULL,
  update_time     timestamptz NOT NULL,
  case_number     text COLLATE "C" NOT NULL,
  stage           integer     NOT NULL CHECK (stage BETWEEN 1 AND 10),
  crime_type      text COLLATE "C" NOT NULL,
  report_date     date        NOT NULL,
  -- Kept by the statements that write charges, so that closing the last open charge and disposing of the case meet on
  -- one row; they do not change the version.
  charges         integer     NOT NULL DEFAULT 0 CHECK (charges >= 0),
  without_verdict integer     NOT NULL DEFAULT 0 CHECK (without_verdict BETWEEN 0 AND charges),
  body            bytea       NOT NULL,
  CONSTRAINT case_pkey PRIMARY KEY (office, id),
  CONSTRAINT case_number_key UNIQUE (office, case_number)
) WITH (fillfactor = 90);

CREATE INDEX case_entry ON "case" (office, create_time, id);
CREATE INDEX case_stage ON "case" (office, stage, create_time, id);
CREATE INDEX case_crime_type ON "case" (office, crime_type, create_time, id);

CREATE TABLE party (
  office      text COLLATE "C" NOT NULL,
  id          uuid        NOT NULL,
  case_id     uuid        NOT NULL,
  version     bigint      NOT NULL CHECK (version > 0),
  create_time timestamptz NOT NULL,
  update_time timestamptz NOT NULL,
  role        integer     NOT NULL CHECK (role BETWEEN 1 AND 5),
  body        bytea       NOT NULL,
  CONSTRAINT party_pkey PRIMARY KEY (office, id),
  CONSTRAINT party_case_fkey FOREIGN KEY (office, case_id) REFERENCES "case" (office, id)
);

CREATE INDEX party_entry ON party (office, case_id, create_time, id);

-- The crime types the service knows (UNODC, International Classification of Crime for Statistical Purposes, 2015), for
-- those who read the database. Exempt from the rule that every key names the office: it is the same for all.
CREATE TABLE crime_type (
  version text NOT NULL,
  code    text COLLATE "C" NOT NULL CHECK (code ~ '^[0-9]{2,8}$'),
  title   text NOT NULL,
  PRIMARY KEY (version, code)
);

INSERT INTO crime_type (version, code, title) VALUES
  ('ICCS-1.0', '0101', 'Intentional homicide'),
  ('ICCS-1.0', '0102', 'Attempted intentional homicide'),
  ('ICCS-1.0', '0201', 'Assaults and threats'),
  ('ICCS-1.0', '02011', 'Assault'),
  ('ICCS-1.0', '02012', 'Threat'),
  ('ICCS-1.0', '0202', 'Acts against liberty'),
  ('ICCS-1.0', '02021', 'Abduction of a minor'),
  ('ICCS-1.0', '02022', 'Deprivation of liberty'),
  ('ICCS-1.0', '020221', 'Kidnapping'),
  ('ICCS-1.0', '020222', 'Illegal restraint'),
  ('ICCS-1.0', '020229', 'Other deprivation of liberty'),
  ('ICCS-1.0', '02029', 'Other acts against liberty'),
  ('ICCS-1.0', '0203', 'Slavery and exploitation'),
  ('ICCS-1.0', '02031', 'Slavery'),
  ('ICCS-1.0', '02032', 'Forced labour'),
  ('ICCS-1.0', '02039', 'Other acts of slavery and exploitation'),
  ('ICCS-1.0', '0204', 'Trafficking in persons'),
  ('ICCS-1.0', '02041', 'Trafficking in persons for sexual exploitation'),
  ('ICCS-1.0', '02042', 'Trafficking in persons for forced labour or services'),
  ('ICCS-1.0', '02043', 'Trafficking in persons for organ removal'),
  ('ICCS-1.0', '02049', 'Trafficking in persons for other purposes'),
  ('ICCS-1.0', '0205', 'Coercion'),
  ('ICCS-1.0', '02051', 'Extortion or blackmail'),
  ('ICCS-1.0', '02059', 'Other acts of coercion'),
  ('ICCS-1.0', '0208', 'Acts intended to induce fear or emotional distress'),
  ('ICCS-1.0', '02081', 'Harassment'),
  ('ICCS-1.0', '02082', 'Stalking'),
  ('ICCS-1.0', '0219', 'Other acts causing harm or intending to cause harm to the person'),
  ('ICCS-1.0', '0301', 'Sexual violence'),
  ('ICCS-1.0', '03011', 'Rape'),
  ('ICCS-1.0', '030111', 'Rape with force'),
  ('ICCS-1.0', '030112', 'Rape without force'),
  ('ICCS-1.0', '030113', 'Statutory rape'),
  ('ICCS-1.0', '030119', 'Other rape'),
  ('ICCS-1.0', '03012', 'Sexual assault'),
  ('ICCS-1.0', '030121', 'Physical sexual assault'),
  ('ICCS-1.0', '030122', 'Non-physical sexual assault'),
  ('ICCS-1.0', '030129', 'Other sexual assault'),
  ('ICCS-1.0', '03019', 'Other acts of sexual violence'),
  ('ICCS-1.0', '0302', 'Sexual exploitation'),
  ('ICCS-1.0', '03021', 'Sexual exploitation of adults'),
  ('ICCS-1.0', '03022', 'Sexual exploitation of children'),
  ('ICCS-1.0', '030221', 'Child pornography'),
  ('ICCS-1.0', '030222', 'Child prostitution'),
  ('ICCS-1.0', '030223', 'Sexual grooming of children'),
  ('ICCS-1.0', '030229', 'Other sexual exploitation of children'),
  ('ICCS-1.0', '03029', 'Other acts of sexual exploitation'),
  ('ICCS-1.0', '0309', 'Other injurious acts of a sexual nature');

-- The service reads the table and never writes it.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = current_schema()) THEN
    EXECUTE format('REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON crime_type FROM %I', current_schema());
  END IF;
END $$;
