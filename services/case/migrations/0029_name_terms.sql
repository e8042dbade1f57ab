-- People are found by pairs of their words and sounds too (domain/name_terms.h). Only the service can say which, of what is sealed:
-- `case-service index-people` makes the tokens of everybody anew, while the service runs; until then they are found by one word alone.
UPDATE person SET index_key = '' WHERE NOT erased;
