-- The calendar: courts, travel times, hearings. `body` is the resource's protobuf message as the change feed carries it; the columns
-- beside it are what keys, guards and lists need of it.
CREATE TABLE court (
  office      text        NOT NULL,
  id          uuid        NOT NULL,
  time_zone   text        NOT NULL,
  version     bigint      NOT NULL CHECK (version > 0),
  create_time timestamptz NOT NULL,
  update_time timestamptz NOT NULL,
  body        bytea       NOT NULL,
  PRIMARY KEY (office, id)
);
CREATE INDEX court_by_entry ON court (office, create_time, id);

CREATE TABLE travel_time (
  office      text        NOT NULL,
  id          uuid        NOT NULL,
  from_city   text        NOT NULL,
  to_city     text        NOT NULL,
  mode        integer     NOT NULL,
  version     bigint      NOT NULL CHECK (version > 0),
  create_time timestamptz NOT NULL,
  update_time timestamptz NOT NULL,
  body        bytea       NOT NULL,
  PRIMARY KEY (office, id),
  CONSTRAINT travel_time_places UNIQUE (office, from_city, to_city, mode)
);
CREATE INDEX travel_time_by_entry ON travel_time (office, create_time, id);

CREATE TABLE hearing (
  office       text        NOT NULL,
  id           uuid        NOT NULL,
  case_id      uuid        NOT NULL,            -- in the case service, which alone knows it
  court_id     uuid        NOT NULL,
  state        integer     NOT NULL,            -- as HearingState
  start_time   timestamptz NOT NULL,
  hearing_date date        NOT NULL,            -- the civil day of the start in the court's zone
  version      bigint      NOT NULL CHECK (version > 0),
  create_time  timestamptz NOT NULL,
  update_time  timestamptz NOT NULL,
  body         bytea       NOT NULL,
  PRIMARY KEY (office, id),
  CONSTRAINT hearing_court FOREIGN KEY (office, court_id) REFERENCES court (office, id)
);
-- A list is of an office, a case, a court or a day, each by start.
CREATE INDEX hearing_by_start ON hearing (office, start_time, id);
CREATE INDEX hearing_by_case ON hearing (office, case_id, start_time, id);
CREATE INDEX hearing_by_court ON hearing (office, court_id, start_time, id);
CREATE INDEX hearing_by_day ON hearing (office, hearing_date, start_time, id);
