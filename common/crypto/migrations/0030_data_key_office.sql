-- Names of offices are compared byte by byte everywhere else; a join by a column that is not could not use this table's key, and read all
-- keys of the schema instead.
ALTER TABLE data_key ALTER COLUMN office TYPE text COLLATE "C";
