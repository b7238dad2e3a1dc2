-- A worker's session lock says that it lives; a heartbeat said so half a minute late. `deaths` counts the workers
-- that died over a run, so that a file which kills its worker is not read for ever.
ALTER TABLE app.import_run DROP COLUMN heartbeat_at;
ALTER TABLE app.import_run ADD COLUMN deaths int NOT NULL DEFAULT 0;
-- The queue: runs that wait or are under way, oldest first.
CREATE INDEX import_run_open_ix ON app.import_run (requested_at) WHERE state IN ('waiting', 'reading', 'matching');
