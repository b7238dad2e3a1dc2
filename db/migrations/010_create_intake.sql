-- Files as they came, and the runs that read them. The bytes live in the database, in chunks of 1 MB, so that one
-- backup holds everything and a worker on another machine can read what the web process took in.
CREATE TABLE app.stored_file (
  id uuid NOT NULL,
  sha256 text COLLATE "C" NOT NULL,
  name text NOT NULL,
  bytes bigint NOT NULL,
  account_id uuid,
  stored_at timestamptz NOT NULL,
  CONSTRAINT stored_file_pk PRIMARY KEY (id)
);
CREATE TABLE app.stored_file_chunk (
  file_id uuid NOT NULL,
  seq int NOT NULL,
  bytes bytea NOT NULL,
  CONSTRAINT stored_file_chunk_pk PRIMARY KEY (file_id, seq)
);
CREATE TABLE app.import_run (
  id uuid NOT NULL,
  file_id uuid NOT NULL,
  file_name text NOT NULL,
  -- The unit for which the list is loaded: scope of the run and default commune of its rows.
  unit_id int,
  options jsonb NOT NULL,
  state text NOT NULL,
  progress jsonb NOT NULL,
  layouts jsonb,
  result jsonb,
  problem jsonb,
  findings jsonb,
  account_id uuid,
  requested_at timestamptz NOT NULL,
  started_at timestamptz,
  heartbeat_at timestamptz,
  finished_at timestamptz,
  cancel_requested boolean NOT NULL DEFAULT false,
  CONSTRAINT import_run_pk PRIMARY KEY (id)
);
-- A user's correction of what columns mean, found again by the header's text for that unit and kind.
CREATE TABLE app.layout_memory (
  unit_id int NOT NULL,
  kind text COLLATE "C" NOT NULL,
  signature text COLLATE "C" NOT NULL,
  columns jsonb NOT NULL,
  account_id uuid,
  saved_at timestamptz NOT NULL,
  CONSTRAINT layout_memory_pk PRIMARY KEY (unit_id, kind, signature)
);
SELECT app.distribute('app.stored_file', 'id');
SELECT app.distribute('app.stored_file_chunk', 'file_id', 'app.stored_file');
SELECT app.distribute('app.import_run', 'id');
SELECT app.distribute('app.layout_memory', NULL);
ALTER TABLE app.import_run ADD CONSTRAINT import_run_state_ck CHECK (state IN
  ('waiting', 'reading', 'needs-layout', 'matching', 'committed', 'checked', 'failed', 'cancelled'));
-- The list of a unit's latest runs, newest first.
CREATE INDEX import_run_unit_ix ON app.import_run (unit_id, requested_at DESC);
SELECT app.audit_table('app.layout_memory', NULL);
