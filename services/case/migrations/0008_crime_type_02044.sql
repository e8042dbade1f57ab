-- ICCS 1.0 numbers its purposes of trafficking 02041 to 02044; the last had stood here under a code that it does not have.

UPDATE crime_type SET code = '02044' WHERE version = 'ICCS-1.0' AND code = '02049';
