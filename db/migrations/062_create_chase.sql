-- Who urged or helped whom, when, with what outcome. Only ever added to; whether a case waits for support follows from it.
CREATE TABLE app.chase_entry (
  unit_id int NOT NULL,
  id uuid NOT NULL,
  facility text COLLATE "C" NOT NULL,
  action text COLLATE "C" NOT NULL,
  outcome text COLLATE "C",
  note text,
  -- When to look again.
  next_on date,
  -- How many duties were overdue at that moment.
  overdue int NOT NULL,
  done_by text NOT NULL,
  done_by_name text NOT NULL,
  account_id uuid,
  done_at timestamptz NOT NULL,
  CONSTRAINT chase_entry_pk PRIMARY KEY (unit_id, id)
);
SELECT app.distribute('app.chase_entry', 'unit_id');
ALTER TABLE app.chase_entry ADD CONSTRAINT chase_entry_action_ck CHECK (action IN ('call', 'visit', 'message', 'support', 'resolved'));
CREATE INDEX chase_entry_at_ix ON app.chase_entry (done_at DESC);
CREATE TRIGGER chase_entry_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON app.chase_entry
  FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change();
SELECT app.audit_table('app.chase_entry', 'unit_id');
