-- What the due dates of tasks rest on besides the days of their case: the holidays of countries, and what is done with documents.

-- The days that countries keep every year on the same date: nobody works on them, and offsets in working days pass over them. Days that
-- move, and those that a government adds for one year, are entered by the office. What is here is only added to and ended. Exempt from the
-- rule that every key names the office: a holiday is the country's. As with every limit of the law, a lawyer checks them for the courts.
CREATE TABLE country_holiday (
  country_code text COLLATE "C" NOT NULL CHECK (country_code ~ '^[A-Z]{2}$'),
  month        integer NOT NULL CHECK (month BETWEEN 1 AND 12),
  day          integer NOT NULL CHECK (day BETWEEN 1 AND 31),
  title        text    NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
  first_year   integer NOT NULL CHECK (first_year BETWEEN 1 AND 9999),
  last_year    integer CHECK (last_year BETWEEN first_year AND 9999),  -- null = still kept
  PRIMARY KEY (country_code, month, day, first_year)
);

INSERT INTO country_holiday (country_code, month, day, title, first_year, last_year) VALUES
  ('BO', 1, 1, 'New Year', 1900, NULL),
  ('BO', 1, 22, 'Plurinational State Day', 2010, NULL),
  ('BO', 5, 1, 'Labour Day', 1900, NULL),
  ('BO', 6, 21, 'Andean New Year', 2010, NULL),
  ('BO', 8, 6, 'Independence Day', 1900, NULL),
  ('BO', 11, 2, 'All Souls', 1900, NULL),
  ('BO', 12, 25, 'Christmas', 1900, NULL),
  ('GT', 1, 1, 'New Year', 1900, NULL),
  ('GT', 5, 1, 'Labour Day', 1900, NULL),
  ('GT', 6, 30, 'Army Day', 1900, NULL),
  ('GT', 9, 15, 'Independence Day', 1900, NULL),
  ('GT', 10, 20, 'Revolution Day', 1945, NULL),
  ('GT', 11, 1, 'All Saints', 1900, NULL),
  ('GT', 12, 25, 'Christmas', 1900, NULL),
  ('IN', 1, 26, 'Republic Day', 1950, NULL),
  ('IN', 8, 15, 'Independence Day', 1948, NULL),
  ('IN', 10, 2, 'Birthday of Mahatma Gandhi', 1948, NULL),
  ('KH', 1, 1, 'New Year', 1980, NULL),
  ('KH', 1, 7, 'Victory over Genocide Day', 1980, NULL),
  ('KH', 3, 8, 'Women''s Day', 1980, NULL),
  ('KH', 5, 1, 'Labour Day', 1980, NULL),
  ('KH', 9, 24, 'Constitution Day', 1994, NULL),
  ('KH', 11, 9, 'Independence Day', 1980, NULL),
  ('PH', 1, 1, 'New Year', 1946, NULL),
  ('PH', 4, 9, 'Day of Valor', 1962, NULL),
  ('PH', 5, 1, 'Labour Day', 1946, NULL),
  ('PH', 6, 12, 'Independence Day', 1964, NULL),
  ('PH', 11, 1, 'All Saints', 1946, NULL),
  ('PH', 11, 30, 'Bonifacio Day', 1946, NULL),
  ('PH', 12, 25, 'Christmas', 1946, NULL),
  ('PH', 12, 30, 'Rizal Day', 1946, NULL),
  ('PH', 12, 31, 'Last day of the year', 1946, NULL);

-- An item may hang on an act on a document: then it makes a task for each document of its kind ('' = of any).
-- 10 asked for, 11 obtained, 12 certified, 13 a copy served.
ALTER TABLE task_template_item
  DROP CONSTRAINT task_template_item_reference_check,
  ADD CONSTRAINT task_template_item_reference_check CHECK (reference BETWEEN 1 AND 13),
  ADD COLUMN document_kind text COLLATE "C" NOT NULL DEFAULT '' CHECK (document_kind ~ '^([a-z][a-z0-9-]{1,39})?$'),
  ADD CONSTRAINT task_template_item_document_check CHECK (document_kind = '' OR reference >= 10);

-- What an office does by itself with the papers of a case; a lawyer checks the days against the rules of the courts.
INSERT INTO task_template (id, version, title, country_code, office, effective_date, reviewed) VALUES
  ('papers', 1, 'The papers of a case: asked for again, certified, served', '', '', '2008-01-01', false);

INSERT INTO task_template_item (id, version, place, code, title, reference, offset_days, day_count, role, document_kind) VALUES
  ('papers', 1, 1, 'ask-again', 'It came, or is asked for again', 10, 10, 2, 4, ''),
  ('papers', 1, 2, 'certify-medical', 'It is certified for the court', 11, 5, 2, 4, 'medical-certificate'),
  ('papers', 1, 3, 'serve', 'A copy is served on the prosecutor', 12, 3, 2, 4, ''),
  ('papers', 1, 4, 'file-proof', 'The proof of service is filed', 13, 2, 2, 4, '');

-- The service reads the table and never writes it.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = current_schema()) THEN
    EXECUTE format('REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON country_holiday FROM %I', current_schema());
  END IF;
END $$;
