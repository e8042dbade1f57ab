-- Merged records. A merge moves nothing: `merged_id` of a record that was given up is the one that stands for it now, however many merges
-- lie between the two (the way stands in `body`). What is entered under a case stays under it; `merged_id` finds all cases of one matter.

ALTER TABLE "case" ADD COLUMN merged_id uuid;

-- Of a case that stands for itself `charges` and `without_verdict` count the charges of all cases that were merged into it as well; of one
-- that was merged its own.
CREATE INDEX case_merged ON "case" (office, merged_id) WHERE merged_id IS NOT NULL;

-- Who a party is, where the person it was entered for was merged; NULL = that person. A new column that is NULL and an index by an
-- expression rewrite no row.
ALTER TABLE party ADD COLUMN surviving_id uuid;

CREATE INDEX party_surviving ON party (office, coalesce(surviving_id, person_id), create_time, id);

-- Two records that were judged to be of two people. The ids are in order, so that a pair has one form.
CREATE TABLE distinction (
  office      text COLLATE "C" NOT NULL,
  id          uuid        NOT NULL,
  version     bigint      NOT NULL CHECK (version > 0),
  create_time timestamptz NOT NULL,
  update_time timestamptz NOT NULL,
  first_id    uuid        NOT NULL,
  second_id   uuid        NOT NULL,
  state       integer     NOT NULL CHECK (state BETWEEN 1 AND 2),  -- stands, withdrawn
  body        bytea       NOT NULL,
  CONSTRAINT distinction_pkey PRIMARY KEY (office, id),
  CONSTRAINT distinction_first_fkey FOREIGN KEY (office, first_id) REFERENCES person (office, id),
  CONSTRAINT distinction_second_fkey FOREIGN KEY (office, second_id) REFERENCES person (office, id),
  CONSTRAINT distinction_of_two CHECK (first_id < second_id)
);

CREATE INDEX distinction_entry ON distinction (office, create_time, id);
CREATE INDEX distinction_second ON distinction (office, second_id);
CREATE UNIQUE INDEX distinction_standing ON distinction (office, first_id, second_id) WHERE state = 1;
