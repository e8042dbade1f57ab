-- Schemas of the services, for the superuser in database `amparo`. Safe to repeat.
--
-- What an owner creates later, its service may read and write; migrations take UPDATE and DELETE away where rows only grow.
SELECT format('CREATE SCHEMA IF NOT EXISTS %1$I AUTHORIZATION %2$I', name, name || '_owner')
FROM unnest(ARRAY ['cases', 'scheduling', 'statistics']) AS name \gexec

SELECT format(statement, name)
FROM unnest(ARRAY ['cases', 'scheduling', 'statistics']) AS name,
     unnest(ARRAY [
       'GRANT USAGE ON SCHEMA %1$I TO %1$I',
       'ALTER DEFAULT PRIVILEGES FOR ROLE %1$I_owner IN SCHEMA %1$I GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO %1$I',
       'ALTER DEFAULT PRIVILEGES FOR ROLE %1$I_owner IN SCHEMA %1$I GRANT USAGE, SELECT ON SEQUENCES TO %1$I',
       'ALTER DEFAULT PRIVILEGES FOR ROLE %1$I_owner IN SCHEMA %1$I GRANT EXECUTE ON FUNCTIONS TO %1$I']) AS statement \gexec
