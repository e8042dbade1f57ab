-- Charges that stand in each other's place, appeals, and the articles of the countries' laws.

ALTER TABLE charge ADD COLUMN superseded boolean NOT NULL DEFAULT false;
ALTER TABLE charge ALTER COLUMN superseded DROP DEFAULT;

-- What is brought against one person: the sentences that they serve together.
CREATE INDEX charge_accused ON charge (office, case_id, accused_id, create_time, id);

CREATE TABLE appeal (
  office      text COLLATE "C" NOT NULL,
  id          uuid        NOT NULL,
  case_id     uuid        NOT NULL,
  version     bigint      NOT NULL CHECK (version > 0),
  create_time timestamptz NOT NULL,
  update_time timestamptz NOT NULL,
  state       integer     NOT NULL CHECK (state BETWEEN 1 AND 3),
  appellant   integer     NOT NULL CHECK (appellant BETWEEN 1 AND 4),
  body        bytea       NOT NULL,
  CONSTRAINT appeal_pkey PRIMARY KEY (office, id),
  CONSTRAINT appeal_case_fkey FOREIGN KEY (office, case_id) REFERENCES "case" (office, id)
);

CREATE INDEX appeal_entry ON appeal (office, case_id, create_time, id);

-- The articles that people are charged under, for those who read the database; the service has them in memory. Exempt from the rule
-- that every key names the office: they are the same for all. An article that was worded anew has a row for each time it was in force.
CREATE TABLE law_article (
  country    text COLLATE "C" NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
  code       text COLLATE "C" NOT NULL,
  citation   text NOT NULL,
  title      text NOT NULL,
  crime_type text COLLATE "C" NOT NULL,  -- ICCS
  valid_from date NOT NULL,
  valid_to   date CHECK (valid_to >= valid_from),  -- null = in force
  PRIMARY KEY (country, code, valid_from)
);

INSERT INTO law_article (country, code, citation, title, crime_type, valid_from, valid_to) VALUES
  ('BO', 'CP-281BIS', 'Código Penal, art. 281 bis', 'Trafficking in persons', '0204', '2006-01-18', NULL),
  ('BO', 'CP-308', 'Código Penal, art. 308', 'Rape', '03011', '1999-10-29', NULL),
  ('BO', 'CP-308BIS', 'Código Penal, art. 308 bis', 'Rape of a child', '030113', '1999-10-29', NULL),
  ('BO', 'CP-312', 'Código Penal, art. 312', 'Sexual abuse', '03012', '1999-10-29', NULL),
  ('GT', 'D9-2009-173', 'Decreto 9-2009, art. 173', 'Rape', '03011', '2009-04-03', NULL),
  ('GT', 'D9-2009-173BIS', 'Decreto 9-2009, art. 173 bis', 'Sexual assault', '03012', '2009-04-03', NULL),
  ('GT', 'D9-2009-202TER', 'Decreto 9-2009, art. 202 ter', 'Trafficking in persons', '0204', '2009-04-03', NULL),
  ('IN', 'BLSA-16', 'Bonded Labour System (Abolition) Act 1976, sec. 16', 'Enforcement of bonded labour', '02032', '1975-10-25', NULL),
  ('IN', 'BLSA-17', 'Bonded Labour System (Abolition) Act 1976, sec. 17', 'Advancement of bonded debt', '02032', '1975-10-25', NULL),
  ('IN', 'IPC-370', 'Indian Penal Code, sec. 370', 'Trafficking in persons', '0204', '2013-02-03', '2024-06-30'),
  ('IN', 'IPC-376', 'Indian Penal Code, sec. 376', 'Rape', '03011', '1862-01-01', '2024-06-30'),
  ('IN', 'ITPA-3', 'Immoral Traffic (Prevention) Act 1956, sec. 3', 'Keeping a brothel', '0302', '1958-05-01', NULL),
  ('IN', 'ITPA-5', 'Immoral Traffic (Prevention) Act 1956, sec. 5', 'Procuring or taking a person for prostitution', '02041', '1958-05-01', NULL),
  ('IN', 'POCSO-10', 'Protection of Children from Sexual Offences Act 2012, sec. 10', 'Aggravated sexual assault of a child', '030121', '2012-11-14', NULL),
  ('IN', 'POCSO-12', 'Protection of Children from Sexual Offences Act 2012, sec. 12', 'Sexual harassment of a child', '030122', '2012-11-14', NULL),
  ('IN', 'POCSO-4', 'Protection of Children from Sexual Offences Act 2012, sec. 4', 'Penetrative sexual assault of a child', '030113', '2012-11-14', NULL),
  ('IN', 'POCSO-6', 'Protection of Children from Sexual Offences Act 2012, sec. 6', 'Aggravated penetrative sexual assault of a child', '030113', '2012-11-14', NULL),
  ('IN', 'POCSO-8', 'Protection of Children from Sexual Offences Act 2012, sec. 8', 'Sexual assault of a child', '030121', '2012-11-14', NULL),
  ('KH', 'TSE-10', 'Law on Suppression of Human Trafficking and Sexual Exploitation (2008), art. 10', 'Unlawful removal with purpose', '0204', '2008-02-15', NULL),
  ('KH', 'TSE-12', 'Law on Suppression of Human Trafficking and Sexual Exploitation (2008), art. 12', 'Unlawful recruitment for exploitation', '0204', '2008-02-15', NULL),
  ('KH', 'TSE-15', 'Law on Suppression of Human Trafficking and Sexual Exploitation (2008), art. 15', 'Sale of a human being with purpose', '0204', '2008-02-15', NULL),
  ('KH', 'TSE-24', 'Law on Suppression of Human Trafficking and Sexual Exploitation (2008), art. 24', 'Procurement of prostitution', '0302', '2008-02-15', NULL),
  ('KH', 'TSE-28', 'Law on Suppression of Human Trafficking and Sexual Exploitation (2008), art. 28', 'Procurement with regard to child prostitution', '030222', '2008-02-15', NULL),
  ('KH', 'TSE-34', 'Law on Suppression of Human Trafficking and Sexual Exploitation (2008), art. 34', 'Purchase of child prostitution', '030222', '2008-02-15', NULL),
  ('PH', 'RA7610-5B', 'Republic Act 7610, sec. 5(b)', 'Sexual abuse of an exploited child', '030222', '1992-06-17', NULL),
  ('PH', 'RA9208-4(a)', 'Republic Act 9208, sec. 4(a)', 'Trafficking in persons: recruiting, moving, harbouring', '0204', '2003-06-26', '2013-02-27'),
  ('PH', 'RA9208-4(a)', 'Republic Act 9208 as amended by Republic Act 10364, sec. 4(a)', 'Trafficking in persons: recruiting, obtaining, moving, harbouring', '0204', '2013-02-28', NULL),
  ('PH', 'RA9208-4-A', 'Republic Act 9208 as amended by Republic Act 10364, sec. 4-A', 'Attempted trafficking in persons', '0204', '2013-02-28', NULL),
  ('PH', 'RA9208-6', 'Republic Act 9208, sec. 6', 'Qualified trafficking in persons', '0204', '2003-06-26', NULL),
  ('PH', 'RPC-266A', 'Revised Penal Code, art. 266-A', 'Rape', '03011', '1997-10-22', NULL);

-- The service reads the table and never writes it.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = current_schema()) THEN
    EXECUTE format('REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON law_article FROM %I', current_schema());
  END IF;
END $$;
