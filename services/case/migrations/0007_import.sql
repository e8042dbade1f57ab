-- What was imported: the content of each whole case by its fingerprint, so that the same row again changes nothing and another one
-- under the same name is refused.

CREATE TABLE import_row (
  office      text COLLATE "C" NOT NULL,
  case_id     uuid        NOT NULL,
  fingerprint bytea       NOT NULL CHECK (length(fingerprint) = 32),
  import_time timestamptz NOT NULL,
  PRIMARY KEY (office, case_id)
);
