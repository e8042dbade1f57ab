-- What lists of a whole office are read by.

-- Appeals of an office that are pending, or decided.
CREATE INDEX appeal_of_office ON appeal (office, create_time, id);
CREATE INDEX appeal_state ON appeal (office, state, create_time, id);

-- Of whom a document was asked last: by what it is, and by its own name. 0 and '' = of nobody yet; NULL = it was kept before, and is filled
-- from its body by `case-service fill-columns`, or with its next change.
ALTER TABLE document ADD COLUMN asked_source integer CHECK (asked_source BETWEEN 0 AND 11);
ALTER TABLE document ADD COLUMN asked_institution text;
CREATE INDEX document_to_fill ON document (office, id) WHERE asked_source IS NULL;
CREATE INDEX document_asked_source ON document (office, asked_source, create_time, id) WHERE asked_source <> 0;
CREATE INDEX document_asked_institution ON document (office, asked_institution, create_time, id) WHERE asked_institution <> '';
