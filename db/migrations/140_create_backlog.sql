-- Paper registers being typed in: a sheet is kept here row by row, and filed into the register as a list edition whose
-- next version continues it. A row that is filed stays, whatever becomes of it: what it said before stands as a revision.
CREATE TABLE app.backlog_sheet (
  unit_id int NOT NULL,
  id uuid NOT NULL,
  -- Where the doses were given.
  facility text NOT NULL,
  title text NOT NULL,
  -- The edition that holds the filed rows now; null before the first filing.
  edition_id uuid,
  opened_by text NOT NULL,
  account_id uuid,
  opened_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL,
  CONSTRAINT backlog_sheet_pk PRIMARY KEY (unit_id, id)
);
CREATE TABLE app.backlog_row (
  unit_id int NOT NULL,
  sheet_id uuid NOT NULL,
  -- From 1; its place in the sheet and in the edition.
  row_no int NOT NULL,
  cells text[] NOT NULL,
  -- Whom the clerk chose among those suggested; null: the linkage says who it is.
  chosen_id uuid,
  -- What is filed of it now, and as which record.
  record_id uuid,
  filed_cells text[],
  filed_chosen_id uuid,
  -- Entered in error: the row is kept and counts for nothing.
  error_reason text,
  version int NOT NULL,
  CONSTRAINT backlog_row_pk PRIMARY KEY (unit_id, sheet_id, row_no)
);
CREATE TABLE app.backlog_revision (
  unit_id int NOT NULL,
  sheet_id uuid NOT NULL,
  id uuid NOT NULL,
  row_no int NOT NULL,
  -- filed | corrected | in_error
  action text COLLATE "C" NOT NULL,
  cells text[] NOT NULL,
  reason text,
  done_by text NOT NULL,
  account_id uuid,
  done_at timestamptz NOT NULL,
  CONSTRAINT backlog_revision_pk PRIMARY KEY (unit_id, sheet_id, id)
);
SELECT app.distribute('app.backlog_sheet', 'unit_id');
SELECT app.distribute('app.backlog_row', 'unit_id', 'app.backlog_sheet');
SELECT app.distribute('app.backlog_revision', 'unit_id', 'app.backlog_sheet');
ALTER TABLE app.backlog_revision ADD CONSTRAINT backlog_revision_action_ck CHECK (action IN ('filed', 'corrected', 'in_error'));
CREATE TRIGGER backlog_revision_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON app.backlog_revision
  FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change();
SELECT app.audit_table('app.backlog_sheet', 'id');
SELECT app.audit_table('app.backlog_row', 'sheet_id');
SELECT app.audit_table('app.backlog_revision', 'sheet_id');
