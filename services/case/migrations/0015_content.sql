-- The contents of documents, in pieces of 256 KiB that the service seals one by one: each is bound to its office, its content, its place
-- and the size of the whole. A content under way expires; one that is attached to a document stays.

CREATE TABLE content (
  office      text COLLATE "C" NOT NULL,
  id          uuid        NOT NULL,
  case_id     uuid        NOT NULL,
  document_id uuid        NOT NULL,
  -- Whose data key seals it: the person's that the document is about, or its own.
  subject     uuid        NOT NULL,
  size        bigint      NOT NULL CHECK (size BETWEEN 1 AND 1073741824),
  sha256      bytea       NOT NULL CHECK (length(sha256) = 32),
  media_type  text        NOT NULL,
  committed   bigint      NOT NULL CHECK (committed BETWEEN 0 AND size),
  state       integer     NOT NULL CHECK (state BETWEEN 1 AND 3),  -- under way, attached, given up
  create_time timestamptz NOT NULL,
  expire_time timestamptz NOT NULL,
  CONSTRAINT content_pkey PRIMARY KEY (office, id),
  CONSTRAINT content_document_fkey FOREIGN KEY (office, document_id) REFERENCES document (office, id)
);

CREATE INDEX content_document ON content (office, document_id);
CREATE INDEX content_expiry ON content (expire_time) WHERE state <> 2;

CREATE TABLE content_chunk (
  office     text COLLATE "C" NOT NULL,
  content_id uuid    NOT NULL,
  number     integer NOT NULL CHECK (number >= 0),
  sealed     bytea   NOT NULL,
  CONSTRAINT content_chunk_pkey PRIMARY KEY (office, content_id, number),
  CONSTRAINT content_chunk_content_fkey FOREIGN KEY (office, content_id) REFERENCES content (office, id)
);

-- What is encrypted cannot be compressed.
ALTER TABLE content_chunk ALTER COLUMN sealed SET STORAGE EXTERNAL;
