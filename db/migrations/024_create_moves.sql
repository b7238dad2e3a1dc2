-- Somebody whom two communes list: what the one that he left says to the claim of the other. Until it answers, and
-- while they disagree, he is counted once, where the rule of residence puts him.
CREATE TABLE app.move_answer (
  person_id uuid NOT NULL,
  id uuid NOT NULL,
  from_unit int NOT NULL,
  to_unit int NOT NULL,
  -- confirmed | contested by the commune he left; upheld | rejected by the unit above both.
  answer text COLLATE "C" NOT NULL,
  -- Confirmed, but registered there on: away from the one, present in the other.
  keeps_registration boolean NOT NULL,
  on_day date NOT NULL,
  reason text NOT NULL,
  -- Lowest unit that covers both: who settles a dispute.
  above_unit int,
  answered_by text NOT NULL,
  answered_at timestamptz NOT NULL,
  superseded_at timestamptz,
  CONSTRAINT move_answer_pk PRIMARY KEY (person_id, id)
);
SELECT app.distribute('app.move_answer', 'person_id', 'app.person');
ALTER TABLE app.move_answer ADD CONSTRAINT move_answer_ck CHECK (answer IN ('confirmed', 'contested', 'upheld', 'rejected'));
-- The one answer that stands between two communes.
CREATE UNIQUE INDEX move_answer_open_ix ON app.move_answer (person_id, from_unit, to_unit) WHERE superseded_at IS NULL;
-- Disputes that wait for the unit above: few of many.
CREATE INDEX move_answer_dispute_ix ON app.move_answer (above_unit) WHERE superseded_at IS NULL AND answer = 'contested';
SELECT app.audit_table('app.move_answer', 'person_id');
