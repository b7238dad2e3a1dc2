-- Who came to the training space and how far he got. What is practised stands in a database of its own; only this comes back.
CREATE TABLE app.training_visit (
  account_id uuid NOT NULL,
  unit_id int NOT NULL,
  username text COLLATE "C" NOT NULL,
  first_at timestamptz NOT NULL,
  last_at timestamptz NOT NULL,
  CONSTRAINT training_visit_pk PRIMARY KEY (account_id, unit_id)
);
CREATE TABLE app.training_step (
  account_id uuid NOT NULL,
  task text COLLATE "C" NOT NULL,
  unit_id int NOT NULL,
  attempts int NOT NULL,
  -- What the last look still missed: codes with their parameters.
  missing jsonb NOT NULL,
  first_at timestamptz NOT NULL,
  last_at timestamptz NOT NULL,
  done_at timestamptz,
  CONSTRAINT training_step_pk PRIMARY KEY (account_id, task)
);
SELECT app.distribute('app.training_visit', NULL);
SELECT app.distribute('app.training_step', NULL);
CREATE INDEX training_visit_unit_ix ON app.training_visit (unit_id);
CREATE INDEX training_step_unit_ix ON app.training_step (unit_id);
SELECT app.audit_table('app.training_visit', 'account_id');
SELECT app.audit_table('app.training_step', 'account_id');
