-- An erased subject keeps a row without a key, so that no second key is ever made for it: what was erased stays erased, and is told
-- from what was never sealed.
ALTER TABLE data_key ADD COLUMN erase_time timestamptz;
ALTER TABLE data_key ALTER COLUMN wrapped DROP NOT NULL;
ALTER TABLE data_key ADD CONSTRAINT data_key_erased CHECK ((wrapped IS NULL) = (erase_time IS NOT NULL));
