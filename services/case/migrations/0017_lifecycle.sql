-- What cases have to do with each other. A link stands under the case that it speaks of; RELATED ones (1) hold both ways. The other case may
-- be of another office, hence no key to it.

CREATE TABLE case_link (
  office       text COLLATE "C" NOT NULL,
  id           uuid        NOT NULL,
  case_id      uuid        NOT NULL,
  version      bigint      NOT NULL CHECK (version > 0),
  create_time  timestamptz NOT NULL,
  update_time  timestamptz NOT NULL,
  kind         integer     NOT NULL CHECK (kind BETWEEN 1 AND 3),
  state        integer     NOT NULL CHECK (state BETWEEN 1 AND 2),  -- holds, withdrawn
  other_office text COLLATE "C" NOT NULL,
  other_id     uuid        NOT NULL,
  body         bytea       NOT NULL,
  CONSTRAINT case_link_pkey PRIMARY KEY (office, id),
  CONSTRAINT case_link_case_fkey FOREIGN KEY (office, case_id) REFERENCES "case" (office, id),
  CONSTRAINT case_link_not_to_itself CHECK (other_office <> office OR other_id <> case_id)
);

CREATE INDEX case_link_entry ON case_link (office, case_id, create_time, id);
CREATE INDEX case_link_other ON case_link (office, other_id, create_time, id);
CREATE UNIQUE INDEX case_link_active ON case_link (office, case_id, kind, other_office, other_id) WHERE state = 1;
