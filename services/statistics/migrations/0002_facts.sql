-- The facts that reports are counted from: what the feeds say, without anything that identifies a person. Enumerations are kept as
-- the numbers of their protos. A fact replaces an older one of the same resource by its version. No foreign keys: the order in which
-- the two feeds arrive is not given, and what one speaks of may still be on its way in the other.

CREATE TABLE office_fact (
  office       text    PRIMARY KEY,
  version      bigint  NOT NULL,
  display_name text    NOT NULL,
  country      text    NOT NULL,           -- ISO 3166-1 alpha-2
  city         text    NOT NULL,
  currency     text    NOT NULL,           -- ISO 4217
  time_zone    text    NOT NULL,           -- IANA
  open_date    date    NOT NULL
);

CREATE TABLE case_fact (
  office      text    NOT NULL,
  id          uuid    NOT NULL,
  version     bigint  NOT NULL,
  crime_type  text    NOT NULL,            -- ICCS
  report_date date    NOT NULL,
  stage       integer NOT NULL,
  stage_date  date,
  PRIMARY KEY (office, id)
);

CREATE TABLE party_fact (
  office    text    NOT NULL,
  id        uuid    NOT NULL,
  version   bigint  NOT NULL,
  case_id   uuid    NOT NULL,
  role      integer NOT NULL,
  minor     boolean NOT NULL,
  testified boolean NOT NULL,
  PRIMARY KEY (office, id)
);

CREATE TABLE charge_fact (
  office            text    NOT NULL,
  id                uuid    NOT NULL,
  version           bigint  NOT NULL,
  case_id           uuid    NOT NULL,
  accused_id        uuid    NOT NULL,
  crime_type        text    NOT NULL,      -- empty = the case's
  attempted         boolean NOT NULL,
  plea              integer NOT NULL,
  bargain           boolean NOT NULL,
  verdict           integer NOT NULL,
  verdict_date      date,
  lesser_crime_type text    NOT NULL,
  sentence_date     date,                  -- null = no sentence, and the rest is null or 0
  custody           integer NOT NULL,      -- 1 imprisonment, 2 life, 3 death
  min_years         integer NOT NULL,
  min_months        integer NOT NULL,
  min_days          integer NOT NULL,
  max_years         integer NOT NULL,
  max_months        integer NOT NULL,
  max_days          integer NOT NULL,
  fine_minor_units  bigint,
  fine_currency     text,
  suspended         boolean NOT NULL,
  PRIMARY KEY (office, id)
);

CREATE TABLE operation_fact (
  office     text        NOT NULL,
  id         uuid        NOT NULL,
  version    bigint      NOT NULL,
  case_id    uuid        NOT NULL,
  state      integer     NOT NULL,
  start_time timestamptz NOT NULL,
  PRIMARY KEY (office, id)
);

-- The sites of an operation; `version` is the operation's.
CREATE TABLE operation_site_fact (
  office         text    NOT NULL,
  id             uuid    NOT NULL,         -- the operation
  number         integer NOT NULL,
  version        bigint  NOT NULL,
  venue_id       uuid    NOT NULL,
  outcome        integer NOT NULL,
  adults_rescued integer NOT NULL,
  minors_rescued integer NOT NULL,
  arrests        integer NOT NULL,
  PRIMARY KEY (office, id, number)
);

CREATE TABLE venue_fact (
  office  text    NOT NULL,
  id      uuid    NOT NULL,
  version bigint  NOT NULL,
  kind    integer NOT NULL,
  city    text    NOT NULL,
  PRIMARY KEY (office, id)
);

CREATE TABLE link_fact (
  office        text    NOT NULL,
  id            uuid    NOT NULL,
  version       bigint  NOT NULL,
  kind          integer NOT NULL,
  from_end      integer NOT NULL,          -- 1 party, 2 venue
  from_id       uuid    NOT NULL,
  to_end        integer NOT NULL,
  to_id         uuid    NOT NULL,
  observed_date date,
  PRIMARY KEY (office, id)
);

CREATE TABLE court_fact (
  office    text   NOT NULL,
  id        uuid   NOT NULL,
  version   bigint NOT NULL,
  city      text   NOT NULL,
  time_zone text   NOT NULL,
  PRIMARY KEY (office, id)
);

CREATE TABLE hearing_fact (
  office       text    NOT NULL,
  id           uuid    NOT NULL,
  version      bigint  NOT NULL,
  case_id      uuid    NOT NULL,
  court_id     uuid    NOT NULL,
  state        integer NOT NULL,
  reason       integer NOT NULL,
  side         integer NOT NULL,
  hearing_date date    NOT NULL,
  PRIMARY KEY (office, id)
);

-- Who came to a hearing and what it cost them; `version` is the hearing's.
CREATE TABLE attendance_fact (
  office            text    NOT NULL,
  id                uuid    NOT NULL,      -- the hearing
  number            integer NOT NULL,
  version           bigint  NOT NULL,
  attendee          integer NOT NULL,
  half_days_lost    integer NOT NULL,
  wages_minor_units bigint,
  wages_currency    text,
  PRIMARY KEY (office, id, number)
);
