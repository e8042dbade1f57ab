-- Roles and database of Amparo, for the superuser in database `postgres`. Safe to repeat.
--
-- A service has two roles: NAME_owner owns its schema and runs migrations; NAME only reads and writes rows.
SELECT format('CREATE ROLE %I LOGIN', role)
FROM unnest(ARRAY ['cases_owner', 'cases', 'scheduling_owner', 'scheduling', 'statistics_owner', 'statistics']) AS role
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) \gexec

SELECT 'CREATE DATABASE amparo TEMPLATE template0 ENCODING ''UTF8'' LOCALE ''C.UTF-8'''
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'amparo') \gexec

REVOKE ALL ON DATABASE amparo FROM PUBLIC;
GRANT CONNECT ON DATABASE amparo TO cases_owner, cases, scheduling_owner, scheduling, statistics_owner, statistics;
-- Migrations may make what belongs to their schema: the schema itself, and trusted extensions.
GRANT CREATE ON DATABASE amparo TO cases_owner, scheduling_owner, statistics_owner;

-- Backstops that hold for every session, also one that a library has opened again by itself. Calls set shorter limits.
SELECT format('ALTER ROLE %I SET %s', role, setting)
FROM unnest(ARRAY ['cases', 'scheduling', 'statistics']) AS role,
     unnest(ARRAY ['statement_timeout = ''15min''', 'lock_timeout = ''15s''',
                   'idle_in_transaction_session_timeout = ''5min''']) AS setting \gexec
SELECT format('ALTER ROLE %I SET search_path = %I', role || suffix, role)
FROM unnest(ARRAY ['cases', 'scheduling', 'statistics']) AS role, unnest(ARRAY ['', '_owner']) AS suffix \gexec
