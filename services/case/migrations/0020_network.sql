-- The suspects' network: organizations and assets (phones, vehicles, accounts) beside venues, links between any of them, and what is
-- withdrawn from it. `withdraw_time` says since when something does not stand; what stood at a moment is what was entered by then and not
-- withdrawn by then. Numbers of ends are those of NodeKind (domain/network.h): person 1, venue 2, organization 3, asset 4, case 5, party 6.

CREATE TABLE organization (
  office        text COLLATE "C" NOT NULL,
  id            uuid        NOT NULL,
  version       bigint      NOT NULL CHECK (version > 0),
  create_time   timestamptz NOT NULL,
  update_time   timestamptz NOT NULL,
  kind          integer     NOT NULL CHECK (kind BETWEEN 1 AND 5),
  withdraw_time timestamptz,
  body          bytea       NOT NULL,
  CONSTRAINT organization_pkey PRIMARY KEY (office, id),
  CONSTRAINT organization_office_fkey FOREIGN KEY (office) REFERENCES office (office)
);

CREATE INDEX organization_entry ON organization (office, create_time, id);

-- An asset's identifier stands in `body` sealed; `tokens` holds what it says as one keyed token (common/crypto/blind_index.h,
-- domain/asset.h), `index_key` the id of that token's key.
CREATE TABLE asset (
  office        text COLLATE "C" NOT NULL,
  id            uuid        NOT NULL,
  version       bigint      NOT NULL CHECK (version > 0),
  create_time   timestamptz NOT NULL,
  update_time   timestamptz NOT NULL,
  kind          integer     NOT NULL CHECK (kind BETWEEN 1 AND 4),
  withdraw_time timestamptz,
  tokens        bigint[]    NOT NULL CHECK (cardinality(tokens) = 1),
  index_key     text COLLATE "C" NOT NULL,
  body          bytea       NOT NULL,
  CONSTRAINT asset_pkey PRIMARY KEY (office, id),
  CONSTRAINT asset_office_fkey FOREIGN KEY (office) REFERENCES office (office)
);

CREATE INDEX asset_entry ON asset (office, create_time, id);
-- One phone, one record: where two cases that name it meet.
CREATE UNIQUE INDEX asset_identifier ON asset (office, kind, (tokens[1])) WHERE withdraw_time IS NULL;

ALTER TABLE venue ADD COLUMN withdraw_time timestamptz;

-- What the ends of the links are that there were: the kinds of links up to now said so, but for what moved to a venue.
ALTER TABLE link
  DROP CONSTRAINT link_kind_check,
  DROP CONSTRAINT link_ends_key,
  ADD CONSTRAINT link_kind_check CHECK (kind BETWEEN 1 AND 10),
  ADD COLUMN from_kind     integer CHECK (from_kind BETWEEN 1 AND 6),
  ADD COLUMN to_kind       integer CHECK (to_kind BETWEEN 1 AND 6),
  ADD COLUMN withdraw_time timestamptz;

UPDATE link
SET from_kind = CASE
      WHEN kind = 3 THEN 2
      WHEN kind = 1 AND NOT EXISTS (SELECT FROM party WHERE party.office = link.office AND party.id = link.from_id) THEN 2
      ELSE 6
    END,
    to_kind = CASE WHEN kind IN (1, 4) THEN 2 ELSE 6 END;

ALTER TABLE link ALTER COLUMN from_kind SET NOT NULL, ALTER COLUMN to_kind SET NOT NULL;

CREATE UNIQUE INDEX link_standing ON link (office, kind, from_kind, from_id, to_kind, to_id) WHERE withdraw_time IS NULL;

-- People who were merged into the one that a walk has come to.
CREATE INDEX person_merged_into ON person (office, merged_id) WHERE merged_id IS NOT NULL;
