-- Vaccine and supplies as a double-entry ledger in whole doses (or pieces): a movement is balanced entries of one
-- facility and lot; it is never changed nor deleted, and corrected by a reversing movement. What a site has of a lot is
-- one row of `stock_balance`, kept by the statement that posts, so that the row's lock and its checks guard the stock.
CREATE TABLE app.stock_lot (
  -- As db/reference/stock-items.json: a vaccine's code, or that of a diluent or syringe.
  item text COLLATE "C" NOT NULL,
  lot text COLLATE "C" NOT NULL,
  expires_on date,
  doses_per_vial smallint NOT NULL,
  max_doses_per_vial smallint NOT NULL,
  recorded_by text NOT NULL,
  recorded_at timestamptz NOT NULL,
  CONSTRAINT stock_lot_pk PRIMARY KEY (item, lot)
);
CREATE TABLE app.stock_balance (
  unit_id int NOT NULL,
  facility text COLLATE "C" NOT NULL,
  item text COLLATE "C" NOT NULL,
  lot text COLLATE "C" NOT NULL,
  -- Where doses can be touched.
  on_hand int NOT NULL DEFAULT 0,
  opened int NOT NULL DEFAULT 0,
  quarantine int NOT NULL DEFAULT 0,
  in_transit int NOT NULL DEFAULT 0,
  -- Where they went.
  injected int NOT NULL DEFAULT 0,
  wasted int NOT NULL DEFAULT 0,
  written_off int NOT NULL DEFAULT 0,
  -- Where they came from, or what is yet to be explained.
  external int NOT NULL DEFAULT 0,
  overfill int NOT NULL DEFAULT 0,
  adjusted int NOT NULL DEFAULT 0,
  -- Slips entered a second time: on paper, in no refrigerator.
  repeated int NOT NULL DEFAULT 0,
  -- Consumption that no receipt covers yet, as a debt: zero or less, and then nothing is on hand.
  suspense int NOT NULL DEFAULT 0,
  CONSTRAINT stock_balance_pk PRIMARY KEY (unit_id, facility, item, lot)
);
CREATE TABLE app.stock_movement (
  unit_id int NOT NULL,
  id uuid NOT NULL,
  facility text COLLATE "C" NOT NULL,
  item text COLLATE "C" NOT NULL,
  lot text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL,
  on_day date NOT NULL,
  -- Vials (or packs) that the evidence names; null where it counts doses only.
  vials int,
  -- Number of the paper that says so, and who is on its other side.
  slip text COLLATE "C",
  counterpart text,
  reason text,
  -- book | form | table | transfer | recall | demo
  source text COLLATE "C" NOT NULL,
  import_id uuid,
  sheet text,
  row_no int,
  -- What this takes back, or settles: a reversed movement, a transfer, an opened vial.
  refers_to uuid,
  recorded_by text NOT NULL,
  account_id uuid,
  recorded_at timestamptz NOT NULL,
  CONSTRAINT stock_movement_pk PRIMARY KEY (unit_id, id)
);
CREATE TABLE app.stock_entry (
  unit_id int NOT NULL,
  movement_id uuid NOT NULL,
  account text COLLATE "C" NOT NULL,
  doses int NOT NULL,
  CONSTRAINT stock_entry_pk PRIMARY KEY (unit_id, movement_id, account)
);
-- Doses of people held against the use of a facility, lot and day. An allocation that is undone is closed, not deleted.
CREATE TABLE app.stock_allocation (
  unit_id int NOT NULL,
  dose_id uuid NOT NULL,
  facility text COLLATE "C" NOT NULL,
  item text COLLATE "C" NOT NULL,
  lot text COLLATE "C" NOT NULL,
  on_day date NOT NULL,
  -- The opened vial the dose was drawn from, where the table knows it.
  vial_id uuid,
  allocated_at timestamptz NOT NULL,
  undone_at timestamptz,
  CONSTRAINT stock_allocation_pk PRIMARY KEY (unit_id, dose_id)
);
-- Vials seen to be spoilt, refrigerators too warm or cold, recalls: what happened to a lot that moves no dose by itself.
CREATE TABLE app.stock_event (
  unit_id int NOT NULL,
  id uuid NOT NULL,
  facility text COLLATE "C",
  item text COLLATE "C",
  lot text COLLATE "C",
  -- vvm | temperature | recall
  kind text COLLATE "C" NOT NULL,
  happened_at timestamptz NOT NULL,
  content jsonb NOT NULL,
  recorded_by text NOT NULL,
  account_id uuid,
  recorded_at timestamptz NOT NULL,
  CONSTRAINT stock_event_pk PRIMARY KEY (unit_id, id)
);
-- Books that came in, with what was said of them; what they state without its being a movement stands below.
CREATE TABLE app.stock_import (
  unit_id int NOT NULL,
  id uuid NOT NULL,
  facility text COLLATE "C" NOT NULL,
  as_of date NOT NULL,
  file_id uuid,
  file_name text NOT NULL,
  answer jsonb NOT NULL,
  imported_by text NOT NULL,
  imported_at timestamptz NOT NULL,
  CONSTRAINT stock_import_pk PRIMARY KEY (unit_id, id)
);
CREATE TABLE app.stock_statement (
  unit_id int NOT NULL,
  id uuid NOT NULL,
  import_id uuid NOT NULL,
  facility text COLLATE "C" NOT NULL,
  item text COLLATE "C" NOT NULL,
  lot text COLLATE "C" NOT NULL,
  -- closing: the balance that the book tells; session: doses handed out to a session.
  kind text COLLATE "C" NOT NULL,
  on_day date NOT NULL,
  doses int NOT NULL,
  sheet text NOT NULL,
  row_no int NOT NULL,
  CONSTRAINT stock_statement_pk PRIMARY KEY (unit_id, id)
);
-- Requested, sent, received, refused, cancelled: steps of a transfer, filed under the unit that receives.
CREATE TABLE app.stock_transfer_step (
  unit_id int NOT NULL,
  transfer_id uuid NOT NULL,
  id uuid NOT NULL,
  step text COLLATE "C" NOT NULL,
  from_unit_id int NOT NULL,
  from_facility text COLLATE "C" NOT NULL,
  to_facility text COLLATE "C" NOT NULL,
  lines jsonb NOT NULL,
  note text,
  done_by text NOT NULL,
  account_id uuid,
  done_at timestamptz NOT NULL,
  CONSTRAINT stock_transfer_step_pk PRIMARY KEY (unit_id, transfer_id, id)
);
-- Codes of facilities (PL4 of the national form) as lists name them.
CREATE TABLE app.facility_code (
  code text COLLATE "C" NOT NULL,
  name text NOT NULL,
  recorded_at timestamptz NOT NULL,
  CONSTRAINT facility_code_pk PRIMARY KEY (code)
);
SELECT app.distribute('app.stock_lot', NULL);
SELECT app.distribute('app.stock_balance', 'unit_id');
SELECT app.distribute('app.stock_movement', 'unit_id', 'app.stock_balance');
SELECT app.distribute('app.stock_entry', 'unit_id', 'app.stock_balance');
SELECT app.distribute('app.stock_allocation', 'unit_id', 'app.stock_balance');
SELECT app.distribute('app.stock_event', 'unit_id', 'app.stock_balance');
SELECT app.distribute('app.stock_import', 'unit_id', 'app.stock_balance');
SELECT app.distribute('app.stock_statement', 'unit_id', 'app.stock_balance');
SELECT app.distribute('app.stock_transfer_step', 'unit_id', 'app.stock_balance');
SELECT app.distribute('app.facility_code', NULL);
-- Physical stock is never below nothing, and what came from somewhere is somewhere.
ALTER TABLE app.stock_balance ADD CONSTRAINT stock_balance_physical_ck
  CHECK (on_hand >= 0 AND opened >= 0 AND quarantine >= 0 AND in_transit >= 0);
ALTER TABLE app.stock_balance ADD CONSTRAINT stock_balance_suspense_ck CHECK (suspense <= 0 AND (suspense = 0 OR on_hand = 0));
ALTER TABLE app.stock_balance ADD CONSTRAINT stock_balance_balanced_ck CHECK (on_hand + opened + quarantine + in_transit
  + injected + wasted + written_off + external + overfill + adjusted + repeated + suspense = 0);
ALTER TABLE app.stock_lot ADD CONSTRAINT stock_lot_vial_ck CHECK (doses_per_vial > 0 AND max_doses_per_vial >= doses_per_vial);
CREATE INDEX stock_movement_lot_ix ON app.stock_movement (unit_id, facility, item, lot, on_day);
CREATE INDEX stock_movement_refers_ix ON app.stock_movement (unit_id, refers_to) WHERE refers_to IS NOT NULL;
CREATE INDEX stock_allocation_lot_ix ON app.stock_allocation (unit_id, facility, item, lot, on_day);
CREATE INDEX stock_transfer_step_from_ix ON app.stock_transfer_step (from_unit_id);
-- Doses by lot: what a facility's stock is compared with.
CREATE INDEX injection_lot_ix ON app.injection (lot, given_on);
CREATE TRIGGER stock_movement_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON app.stock_movement
  FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change();
CREATE TRIGGER stock_entry_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON app.stock_entry
  FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change();
CREATE TRIGGER stock_event_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON app.stock_event
  FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change();
CREATE TRIGGER stock_transfer_step_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON app.stock_transfer_step
  FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change();
-- Who has a lot: for recalls, and for lists whose doses are compared with stock.
CREATE INDEX stock_balance_lot_ix ON app.stock_balance (lot);
SELECT app.audit_table('app.stock_lot', 'lot');
-- A refrigerator's event names no lot, and a recall no facility.
SELECT app.audit_table('app.stock_event', 'id');
SELECT app.audit_table('app.stock_import', 'facility');
SELECT app.audit_table('app.stock_transfer_step', 'transfer_id');
