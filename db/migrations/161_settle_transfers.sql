-- What became of doses that were received otherwise than they were sent: one row for each lot and cause, filed like the
-- steps of the transfer under the unit that receives. A settlement that was wrong is taken back by another row, never
-- changed; its movements are in the ledger with `refers_to` its id, and are reversed there.
CREATE TABLE app.stock_settlement (
  unit_id int NOT NULL,
  transfer_id uuid NOT NULL,
  id uuid NOT NULL,
  item text COLLATE "C" NOT NULL,
  lot text COLLATE "C" NOT NULL,
  way text COLLATE "C" NOT NULL,
  doses int NOT NULL,
  -- The lot that lay in the box instead; only where the wrong lot was sent.
  instead text COLLATE "C",
  reason text NOT NULL,
  -- The settlement that this row takes back.
  undoes uuid,
  done_by text NOT NULL,
  account_id uuid,
  done_at timestamptz NOT NULL,
  CONSTRAINT stock_settlement_pk PRIMARY KEY (unit_id, transfer_id, id)
);
SELECT app.distribute('app.stock_settlement', 'unit_id', 'app.stock_balance');
ALTER TABLE app.stock_settlement ADD CONSTRAINT stock_settlement_doses_ck CHECK (doses > 0);
CREATE UNIQUE INDEX stock_settlement_undoes_uq ON app.stock_settlement (unit_id, transfer_id, undoes) WHERE undoes IS NOT NULL;
CREATE TRIGGER stock_settlement_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON app.stock_settlement
  FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change();
SELECT app.audit_table('app.stock_settlement', 'transfer_id');
