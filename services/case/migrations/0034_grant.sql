-- The roles of people, each in one office and for a time. What was revoked or is over stays: it says who could do what, and when.

CREATE TABLE role_grant (
  office      text COLLATE "C" NOT NULL,
  id          uuid        NOT NULL,
  version     bigint      NOT NULL CHECK (version > 0),
  create_time timestamptz NOT NULL,
  update_time timestamptz NOT NULL,
  principal   text COLLATE "C" NOT NULL CHECK (principal LIKE 'spiffe://amparo/people/%'),
  role        integer     NOT NULL CHECK (role BETWEEN 1 AND 11),  -- as the contract numbers them; 12 is that of services
  start_time  timestamptz NOT NULL,
  end_time    timestamptz CHECK (end_time > start_time),  -- NULL = until it is revoked
  revoke_time timestamptz,
  body        bytea       NOT NULL,
  CONSTRAINT role_grant_pkey PRIMARY KEY (office, id),
  CONSTRAINT role_grant_office_fkey FOREIGN KEY (office) REFERENCES office (office)
);

CREATE INDEX role_grant_entry ON role_grant (office, create_time, id);
CREATE INDEX role_grant_open ON role_grant (office, create_time, id) WHERE revoke_time IS NULL;
CREATE INDEX role_grant_person ON role_grant (office, principal, create_time, id);
-- Two of one person and role never begin together. That their times do not overlap either takes an exclusion over ranges, for which
-- PostgreSQL wants an extension: whoever gives a role locks the office and looks.
CREATE UNIQUE INDEX role_grant_standing ON role_grant (office, principal, role, start_time) WHERE revoke_time IS NULL;
