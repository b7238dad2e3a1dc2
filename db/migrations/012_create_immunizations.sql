-- Doses, projected from the dose claims of a person's records; and the status that coverage counts.
CREATE TABLE app.injection (
  person_id uuid NOT NULL,
  id uuid NOT NULL,
  campaign text COLLATE "C" NOT NULL,
  -- Order of the dose in the person's series, from 1.
  dose_no smallint NOT NULL,
  recorded_no smallint,
  kind text COLLATE "C" NOT NULL,
  vaccine text COLLATE "C",
  vaccine_text text,
  lot text COLLATE "C",
  given_on date,
  place text,
  unit_id int,
  -- valid | too_early | unknown_product | out_of_order | undated | inferred (proved only by a later dose's number)
  validity text COLLATE "C" NOT NULL,
  entered text COLLATE "C" NOT NULL,
  record_ids uuid[] NOT NULL,
  version int NOT NULL,
  updated_at timestamptz NOT NULL,
  CONSTRAINT injection_pk PRIMARY KEY (person_id, id)
);
-- One row for each residence interval of a counted person: all that a figure needs, so that any date is one scan.
-- A dose without a usable date is a dose: its day is -infinity. Null means not had.
CREATE TABLE app.vaccination_status (
  person_id uuid NOT NULL,
  id uuid NOT NULL,
  unit_id int NOT NULL,
  residence_kind text COLLATE "C" NOT NULL,
  birth_on date,
  from_on date NOT NULL,
  to_on date NOT NULL,
  dose1_on date,
  dose2_on date,
  dose3_on date,
  full_on date,
  -- Last day on which something of this row changes, but for birthdays: finds what a stored total has yet to see.
  last_event_on date NOT NULL,
  CONSTRAINT vaccination_status_pk PRIMARY KEY (person_id, id)
);
-- People with doses who are counted in no unit's table: shown beside the table of the unit that injected them.
CREATE TABLE app.injected_beside (
  person_id uuid NOT NULL,
  unit_id int NOT NULL,
  reason text COLLATE "C" NOT NULL,
  CONSTRAINT injected_beside_pk PRIMARY KEY (person_id, unit_id)
);
-- Totals as of `count_clock.as_of`, by unit, residence kind and age band; plus what was written since (folded by a job).
CREATE TABLE app.count_unit (
  unit_id int NOT NULL,
  residence_kind text COLLATE "C" NOT NULL,
  age_band text COLLATE "C" NOT NULL,
  residents int NOT NULL,
  dose1 int NOT NULL,
  dose2 int NOT NULL,
  dose3 int NOT NULL,
  full_series int NOT NULL,
  CONSTRAINT count_unit_pk PRIMARY KEY (unit_id, residence_kind, age_band)
);
CREATE TABLE app.count_delta (
  unit_id int NOT NULL,
  id uuid NOT NULL,
  residence_kind text COLLATE "C" NOT NULL,
  age_band text COLLATE "C" NOT NULL,
  residents int NOT NULL,
  dose1 int NOT NULL,
  dose2 int NOT NULL,
  dose3 int NOT NULL,
  full_series int NOT NULL,
  CONSTRAINT count_delta_pk PRIMARY KEY (unit_id, id)
);
CREATE TABLE app.count_clock (
  id int NOT NULL,
  as_of date NOT NULL,
  changed_at timestamptz NOT NULL,
  CONSTRAINT count_clock_pk PRIMARY KEY (id)
);
SELECT app.distribute('app.injection', 'person_id', 'app.person');
SELECT app.distribute('app.vaccination_status', 'person_id', 'app.person');
SELECT app.distribute('app.injected_beside', 'person_id', 'app.person');
SELECT app.distribute('app.count_unit', 'unit_id');
SELECT app.distribute('app.count_delta', 'unit_id', 'app.count_unit');
SELECT app.distribute('app.count_clock', NULL);
-- Counting a date from the rows of one unit.
CREATE INDEX vaccination_status_unit_ix ON app.vaccination_status (unit_id);
-- Birthdays between the totals' day and the day asked for.
CREATE INDEX vaccination_status_birth_ix ON app.vaccination_status (birth_on);
CREATE INDEX vaccination_status_event_ix ON app.vaccination_status (last_event_on);
CREATE INDEX injected_beside_unit_ix ON app.injected_beside (unit_id);
SELECT app.audit_table('app.injection', 'person_id');
