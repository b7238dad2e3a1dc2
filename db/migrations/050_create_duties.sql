-- Directives and what answers them. Duties themselves are derived, never stored: a directive is a version, written once;
-- events say what happened; submissions are frozen versions, and what is done with them are steps.
CREATE TABLE app.directive (
  id text COLLATE "C" NOT NULL,
  -- Counts the versions of one directive, from 1; the newest holds.
  version int NOT NULL,
  -- The unit whose directive it is.
  unit_id int NOT NULL,
  -- As src/duties/schema.ts describes: number, dates, issuer, events, items.
  content jsonb NOT NULL,
  file_id uuid,
  file_name text,
  recorded_by text NOT NULL,
  recorded_at timestamptz NOT NULL,
  CONSTRAINT directive_pk PRIMARY KEY (id, version)
);
CREATE TABLE app.directive_event (
  directive_id text COLLATE "C" NOT NULL,
  id uuid NOT NULL,
  event text COLLATE "C" NOT NULL,
  -- Null: it happened for everybody whom the directive reaches.
  unit_id int,
  facility text COLLATE "C",
  happened_at timestamptz NOT NULL,
  note text,
  recorded_by text NOT NULL,
  recorded_at timestamptz NOT NULL,
  CONSTRAINT directive_event_pk PRIMARY KEY (directive_id, id)
);
-- Facilities that owe reports, from and to which day; `closed_on` is the first day on which one does not.
CREATE TABLE app.reporting_facility (
  unit_id int NOT NULL,
  name text COLLATE "C" NOT NULL,
  opened_on date NOT NULL,
  closed_on date,
  CONSTRAINT reporting_facility_pk PRIMARY KEY (unit_id, name)
);
CREATE TABLE app.duty_submission (
  unit_id int NOT NULL,
  id uuid NOT NULL,
  duty_key text COLLATE "C" NOT NULL,
  directive_id text COLLATE "C" NOT NULL,
  item_id text COLLATE "C" NOT NULL,
  facility text COLLATE "C",
  -- The day on which the duty was due when this was sent.
  due_on date NOT NULL,
  version int NOT NULL,
  figures jsonb NOT NULL,
  -- What the register gave for the same figures at that moment.
  counted jsonb NOT NULL,
  text text,
  zero_reason text,
  basis jsonb NOT NULL,
  completeness jsonb NOT NULL,
  sha256 text COLLATE "C" NOT NULL,
  file_id uuid,
  file_name text,
  signature_id uuid,
  signature_name text,
  done_by text NOT NULL,
  on_behalf_of text,
  account_id uuid,
  recorded_at timestamptz NOT NULL,
  CONSTRAINT duty_submission_pk PRIMARY KEY (unit_id, id)
);
-- The rows that a submission's counted figures came from: later, the difference is told by them.
CREATE TABLE app.duty_submission_row (
  unit_id int NOT NULL,
  submission_id uuid NOT NULL,
  row_id uuid NOT NULL,
  person_id uuid NOT NULL,
  content jsonb NOT NULL,
  CONSTRAINT duty_submission_row_pk PRIMARY KEY (unit_id, submission_id, row_id)
);
CREATE TABLE app.duty_step (
  unit_id int NOT NULL,
  id uuid NOT NULL,
  submission_id uuid NOT NULL,
  action text COLLATE "C" NOT NULL,
  -- The unit that checked; null for sending.
  checker_id int,
  done_by text NOT NULL,
  account_id uuid,
  done_at timestamptz NOT NULL,
  reason text,
  CONSTRAINT duty_step_pk PRIMARY KEY (unit_id, id)
);
SELECT app.distribute('app.directive', NULL);
SELECT app.distribute('app.directive_event', NULL);
SELECT app.distribute('app.reporting_facility', NULL);
SELECT app.distribute('app.duty_submission', 'unit_id');
SELECT app.distribute('app.duty_submission_row', 'unit_id', 'app.duty_submission');
SELECT app.distribute('app.duty_step', 'unit_id', 'app.duty_submission');
ALTER TABLE app.duty_submission ADD CONSTRAINT duty_submission_version_uq UNIQUE (unit_id, duty_key, version);
ALTER TABLE app.duty_step ADD CONSTRAINT duty_step_action_ck CHECK (action IN ('submitted', 'returned', 'accepted'));
CREATE INDEX duty_step_submission_ix ON app.duty_step (unit_id, submission_id, done_at);
CREATE TRIGGER directive_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON app.directive
  FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change();
CREATE TRIGGER directive_event_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON app.directive_event
  FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change();
CREATE TRIGGER duty_submission_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON app.duty_submission
  FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change();
CREATE TRIGGER duty_submission_row_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON app.duty_submission_row
  FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change();
CREATE TRIGGER duty_step_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON app.duty_step
  FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change();
SELECT app.audit_table('app.directive', 'id');
SELECT app.audit_table('app.directive_event', 'directive_id');
SELECT app.audit_table('app.reporting_facility', 'name');
SELECT app.audit_table('app.duty_submission', 'duty_key');
SELECT app.audit_table('app.duty_step', 'submission_id');
