-- Records that were imported one by one: the content of each by its fingerprint, so that the same record again changes nothing and another
-- one under the same name is refused.

CREATE TABLE import_record (
  office      text COLLATE "C" NOT NULL,
  -- A kind in lower case, such as 'case'.
  kind        text COLLATE "C" NOT NULL,
  id          uuid        NOT NULL,
  fingerprint bytea       NOT NULL CHECK (length(fingerprint) = 32),
  import_time timestamptz NOT NULL,
  CONSTRAINT import_record_pkey PRIMARY KEY (office, kind, id)
);
