-- One person of 64, told by the last bits of the id, is found by terms of a sample too (domain/name_terms.h):
-- `case-service index-people` makes their tokens anew, while the service runs; until then a list that is long is read whole.
UPDATE person SET index_key = '' WHERE NOT erased AND get_byte(uuid_send(id), 15) % 64 = 0;
