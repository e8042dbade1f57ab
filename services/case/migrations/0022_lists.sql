-- What cases are found by, and lists that are kept with their filters.

-- Columns that repeat what stands in `body`: who leads the case, the kinds of its open flags, the words of title and number (each behind the
-- office and a blank, so that an index over them begins with the office). The narrative is found by keyed tokens (common/crypto/blind_index.h),
-- which have the office in them; `index_key` is the key they were made under. NULL = entered before there was an index: `case-service
-- index-cases` fills these columns.
ALTER TABLE "case"
  ADD lead      text COLLATE "C" NOT NULL DEFAULT '',
  ADD flags     integer[]        NOT NULL DEFAULT '{}',
  ADD words     text[] COLLATE "C" NOT NULL DEFAULT '{}',
  ADD tokens    bigint[],
  ADD index_key text COLLATE "C";

CREATE INDEX case_lead ON "case" (office, lead, create_time, id) WHERE lead <> '';
CREATE INDEX case_report ON "case" (office, report_date, create_time, id);
-- Open flags are few: a list of those with some kind walks this in the order of entry.
CREATE INDEX case_flagged ON "case" (office, create_time, id) WHERE flags <> '{}';
-- Two indexes and not one: a title changes with its case, a narrative hardly ever.
CREATE INDEX case_words ON "case" USING gin (words) WITH (fastupdate = off);
CREATE INDEX case_tokens ON "case" USING gin (tokens) WITH (fastupdate = off);
-- What `index-cases` still has to do.
CREATE INDEX case_not_indexed ON "case" (office, id) WHERE index_key IS NULL;

-- How common words and kinds are decides how a search is best run.
ALTER TABLE "case" ALTER words SET STATISTICS 1000, ALTER flags SET STATISTICS 1000;

CREATE TABLE saved_query (
  office      text COLLATE "C" NOT NULL REFERENCES office (office),
  id          uuid        NOT NULL,
  version     bigint      NOT NULL CHECK (version > 0),
  create_time timestamptz NOT NULL,
  update_time timestamptz NOT NULL,
  owner       text COLLATE "C" NOT NULL,  -- a principal
  title       text COLLATE "C" NOT NULL,
  shared      boolean     NOT NULL,
  deleted     boolean     NOT NULL,
  body        bytea       NOT NULL,
  CONSTRAINT saved_query_pkey PRIMARY KEY (office, id)
);

CREATE INDEX saved_query_entry ON saved_query (office, create_time, id) WHERE NOT deleted;
CREATE UNIQUE INDEX saved_query_title ON saved_query (office, owner, title) WHERE NOT deleted;
