-- What lists of a whole office are read by.

-- Appeals of an office that are pending, or decided.
CREATE INDEX appeal_of_office ON appeal (office, create_time, id);
CREATE INDEX appeal_state ON appeal (office, state, create_time, id);
