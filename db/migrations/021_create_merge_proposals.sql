-- Two people of the register who look like one: found by a later linkage, decided by a person, never by itself.
CREATE TABLE app.merge_proposal (
  person_a uuid NOT NULL,
  person_b uuid NOT NULL,
  -- Lowest unit that covers both: who decides.
  unit_id int NOT NULL,
  -- One record of each side, by which they met, and whose list it stands in.
  record_a uuid NOT NULL,
  record_b uuid NOT NULL,
  unit_a int NOT NULL,
  unit_b int NOT NULL,
  score real NOT NULL,
  probability real NOT NULL,
  band text COLLATE "C" NOT NULL,
  model text COLLATE "C" NOT NULL,
  proposed_at timestamptz NOT NULL,
  verdict text COLLATE "C",
  decided_by text,
  decided_at timestamptz,
  CONSTRAINT merge_proposal_pk PRIMARY KEY (person_a, person_b)
);
SELECT app.distribute('app.merge_proposal', NULL);
ALTER TABLE app.merge_proposal ADD CONSTRAINT merge_proposal_order_ck CHECK (person_a < person_b);
ALTER TABLE app.merge_proposal ADD CONSTRAINT merge_proposal_band_ck CHECK (band IN ('same', 'review'));
ALTER TABLE app.merge_proposal ADD CONSTRAINT merge_proposal_verdict_ck CHECK (verdict IN ('same', 'different', 'unsure'));
-- What waits for a decision in the units of an account.
CREATE INDEX merge_proposal_a_ix ON app.merge_proposal (unit_a) WHERE verdict IS NULL;
CREATE INDEX merge_proposal_b_ix ON app.merge_proposal (unit_b) WHERE verdict IS NULL;
SELECT app.audit_table('app.merge_proposal', 'person_a');
