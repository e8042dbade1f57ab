-- A table for the migrator's test; the text holds what is hard to embed: "quotes", back\slashes; [brackets] and ñ.
CREATE TABLE ledger (id bigint PRIMARY KEY, note text NOT NULL DEFAULT 'a;b\c[d]"ñ"');
CREATE INDEX ledger_note ON ledger (note);
