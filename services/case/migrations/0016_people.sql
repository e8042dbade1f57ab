-- People: one record across all cases of an office. What identifies them stands in `body` sealed under a key of their own; they are found
-- through `tokens`: words of their names, the sounds and pieces of these, years of birth and telephone numbers, each as HMAC-SHA-256
-- under a key that PostgreSQL never sees, salted with the office and cut to 64 bits (common/crypto/blind_index.h,
-- domain/name_terms.h). `index_key` is the id of that key; '' = not indexed yet.

CREATE TABLE person (
  office        text COLLATE "C" NOT NULL,
  id            uuid        NOT NULL,
  version       bigint      NOT NULL CHECK (version > 0),
  create_time   timestamptz NOT NULL,
  update_time   timestamptz NOT NULL,
  pseudonym     text        NOT NULL,
  sex           integer     NOT NULL CHECK (sex BETWEEN 0 AND 3),
  needs         integer[]   NOT NULL,
  never_contact boolean     NOT NULL,
  erased        boolean     NOT NULL,
  merged_id     uuid,
  tokens        bigint[]    NOT NULL,
  index_key     text COLLATE "C" NOT NULL,
  body          bytea       NOT NULL,
  CONSTRAINT person_pkey PRIMARY KEY (office, id),
  CONSTRAINT person_office_fkey FOREIGN KEY (office) REFERENCES office (office),
  CONSTRAINT person_erased_tokens CHECK (NOT erased OR tokens = '{}')
);

CREATE INDEX person_entry ON person (office, create_time, id);
CREATE INDEX person_pseudonym ON person (office, pseudonym, create_time, id);
CREATE INDEX person_never_contact ON person (office, create_time, id) WHERE never_contact;
CREATE INDEX person_erased ON person (office, create_time, id) WHERE erased;
-- The office is in every token, so that it need not lead the index. No list of pending entries: a search must not wait for it.
CREATE INDEX person_tokens ON person USING gin (tokens) WITH (fastupdate = off);

ALTER TABLE party ADD COLUMN person_id uuid;

-- Each party there is becomes the role of a person of its own, who has the party's id: so the data key of the party, which sealed what was
-- said of it, is the person's, and everything sealed under it stays as it is. What the row's message is made of is protobuf: a field is
-- its tag, for texts and messages the length, and the bytes. The functions for it stand in the schema for the time of this migration: its owner
-- may not make temporary ones.
CREATE FUNCTION people_varint(value bigint) RETURNS bytea LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  bytes bytea := '';
BEGIN
  WHILE value >= 128 LOOP
    bytes := bytes || set_byte('\x00'::bytea, 0, (value % 128 + 128)::integer);
    value := value / 128;
  END LOOP;
  RETURN bytes || set_byte('\x00'::bytea, 0, value::integer);
END $$;

CREATE FUNCTION people_field(number integer, bytes bytea) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
  SELECT people_varint(number * 8 + 2) || people_varint(length(bytes)) || bytes
$$;

-- google.protobuf.Timestamp.
CREATE FUNCTION people_timestamp(moment timestamptz) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
  SELECT '\x08'::bytea || people_varint(micros / 1000000) || '\x10'::bytea || people_varint(micros % 1000000 * 1000)
  FROM (SELECT (extract(epoch FROM moment) * 1000000)::bigint AS micros) AS since_1970
$$;

-- The last text under a field's number, '' when there is none.
CREATE FUNCTION people_text_in(body bytea, wanted integer) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  place integer := 0;
  text_found bytea := '';
  parts bigint[];
  value bigint;
  shift integer;
  byte  integer;
BEGIN
  WHILE place < length(body) LOOP
    -- A tag, and of texts and messages the length.
    parts := '{}';
    LOOP
      value := 0;
      shift := 0;
      LOOP
        byte := get_byte(body, place);
        place := place + 1;
        value := value + ((byte % 128)::bigint << shift);
        shift := shift + 7;
        EXIT WHEN byte < 128;
      END LOOP;
      parts := parts || value;
      EXIT WHEN cardinality(parts) = 2 OR parts[1] % 8 IN (1, 5);
    END LOOP;
    CASE parts[1] % 8
      WHEN 0 THEN NULL;
      WHEN 1 THEN place := place + 8;
      WHEN 5 THEN place := place + 4;
      ELSE
        IF parts[1] / 8 = wanted THEN text_found := substring(body FROM place + 1 FOR parts[2]::integer); END IF;
        place := place + parts[2]::integer;
    END CASE;
  END LOOP;
  RETURN convert_from(text_found, 'UTF8');
END $$;

-- Person: 1 name, 2 pseudonym (3 of a party), 12 and 13 times. `case-service index-people` moves what identifies them into these records
-- and makes them found by name; it can run while the service does.
INSERT INTO person (office, id, version, create_time, update_time, pseudonym, sex, needs, never_contact, erased, tokens, index_key, body)
SELECT office, id, 1, create_time, create_time, pseudonym, 0, '{}', false, false, '{}', '',
       people_field(1, convert_to('offices/' || office || '/persons/' || id, 'UTF8')) || people_field(2, convert_to(pseudonym, 'UTF8'))
         || people_field(12, people_timestamp(create_time)) || people_field(13, people_timestamp(create_time))
FROM (SELECT office, id, create_time, people_text_in(body, 3) AS pseudonym FROM party) AS people;

-- Party: 13 person.
UPDATE party
SET person_id = id, body = body || people_field(13, convert_to('offices/' || office || '/persons/' || id, 'UTF8'));

ALTER TABLE party ADD CONSTRAINT party_person_fkey FOREIGN KEY (office, person_id) REFERENCES person (office, id);

-- In which cases a person appears.
CREATE INDEX party_person ON party (office, person_id, create_time, id);

DROP FUNCTION people_text_in(bytea, integer);
DROP FUNCTION people_timestamp(timestamptz);
DROP FUNCTION people_field(integer, bytea);
DROP FUNCTION people_varint(bigint);
