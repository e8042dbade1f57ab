-- Every resource of a made-up service, as the last event about it.
CREATE TABLE resource (
  office      text        NOT NULL,
  name        text        NOT NULL,
  kind        text        NOT NULL,
  version     bigint      NOT NULL,
  change_time timestamptz NOT NULL,
  body        bytea       NOT NULL,
  PRIMARY KEY (office, name)
);
