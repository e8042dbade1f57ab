-- The resource of the toy service that the tests run acts on.
CREATE TABLE note (
  office      text        NOT NULL,
  id          uuid        NOT NULL,
  kind        text        NOT NULL,
  version     bigint      NOT NULL,
  body        bytea       NOT NULL,
  update_time timestamptz NOT NULL,
  PRIMARY KEY (office, id)
);
