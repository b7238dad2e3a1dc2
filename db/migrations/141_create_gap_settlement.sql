-- Gaps between what was declared, who is named and what was used, as somebody explained them. A gap itself is counted,
-- never stored: an explanation holds for the very figures that it was given for; when they change, the gap is open again.
CREATE TABLE app.gap_settlement (
  unit_id int NOT NULL,
  id uuid NOT NULL,
  facility text COLLATE "C" NOT NULL,
  on_day date NOT NULL,
  -- used_named | declared_used | declared_named
  kind text COLLATE "C" NOT NULL,
  -- Null: people's rows do not say, or the day as a whole.
  item text COLLATE "C",
  lot text COLLATE "C",
  first_doses int NOT NULL,
  second_doses int NOT NULL,
  -- What the figures made likely at that moment.
  parts jsonb NOT NULL,
  explanation text NOT NULL,
  settled_by text NOT NULL,
  account_id uuid,
  settled_at timestamptz NOT NULL,
  CONSTRAINT gap_settlement_pk PRIMARY KEY (unit_id, id)
);
SELECT app.distribute('app.gap_settlement', 'unit_id');
CREATE INDEX gap_settlement_day_ix ON app.gap_settlement (unit_id, on_day);
CREATE TRIGGER gap_settlement_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON app.gap_settlement
  FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change();
SELECT app.audit_table('app.gap_settlement', 'facility');
