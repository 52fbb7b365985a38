-- The application's own table; slow, so that a worker that does not wait fails.
SELECT pg_sleep(1);
CREATE TABLE note (id text, attempt int);
