-- The keys of sealed data: one a subject (a person, a case, a venue, an operation), wrapped by a key that PostgreSQL never sees.
-- Removing the row erases what it sealed, in every table, journal and backup that outlives it.
CREATE TABLE data_key (
  office          text        NOT NULL,
  subject         uuid        NOT NULL,
  wrapped         bytea       NOT NULL,
  wrapping_key_id text        NOT NULL,
  create_time     timestamptz NOT NULL,
  PRIMARY KEY (office, subject)
);
