-- What screenings found of people that outlasts the day: words, never changed. The newest word on each finding holds, until
-- it runs out; due lists of any day read those of that day and before.
CREATE TABLE app.screening_finding (
  person_id uuid NOT NULL,
  -- Of the screening.
  id uuid NOT NULL,
  -- A flag of the screening.
  finding text COLLATE "C" NOT NULL,
  -- What schedules call it; null where no rule of doses asks for it.
  condition text COLLATE "C",
  session_id uuid NOT NULL,
  -- False: it was withdrawn.
  stated boolean NOT NULL,
  from_on date NOT NULL,
  -- First day on which it holds no more; null: until it is withdrawn.
  until_on date,
  -- By the device's clock: which word is the newest.
  said_at timestamptz NOT NULL,
  recorded_by text NOT NULL,
  recorded_at timestamptz NOT NULL,
  CONSTRAINT screening_finding_pk PRIMARY KEY (person_id, id, finding)
);
SELECT app.distribute('app.screening_finding', 'person_id', 'app.person');
-- Few of many: counts of a province read these alone.
CREATE INDEX screening_finding_condition_ix ON app.screening_finding (person_id, finding, said_at) WHERE condition IS NOT NULL;
SELECT app.audit_table('app.screening_finding', 'person_id');
-- A screening that forbids a dose stands until a later word or a later dose, like one that puts it off; one that finds the
-- person fit takes back what was said before.
ALTER TABLE app.postponement DROP CONSTRAINT postponement_kind_ck;
ALTER TABLE app.postponement ADD CONSTRAINT postponement_kind_ck CHECK (kind IN ('postponed', 'refused', 'contraindicated', 'fit'));
-- The day of the session: what was said without a network may come days later, and a dose of the days between ends it.
ALTER TABLE app.postponement ADD COLUMN on_day date;
UPDATE app.postponement SET on_day = (recorded_at AT TIME ZONE INTERVAL '7 hours')::date;
ALTER TABLE app.postponement ALTER COLUMN on_day SET NOT NULL;
