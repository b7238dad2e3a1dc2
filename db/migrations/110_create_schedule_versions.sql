-- Rules of the schedule that a ministry or a province brought in: only what each of its documents changes, from a day.
-- Nothing is overwritten: the rule of a day is the last that began by then, and the shipped ones stand below them all.
CREATE TABLE app.schedule_version (
  id uuid NOT NULL,
  -- The province for which it holds; null for the whole country.
  unit_id int,
  number text NOT NULL,
  issued_on date NOT NULL,
  title text NOT NULL,
  from_on date NOT NULL,
  rules jsonb NOT NULL,
  reason text NOT NULL,
  account_id uuid,
  adopted_by text NOT NULL,
  adopted_at timestamptz NOT NULL,
  CONSTRAINT schedule_version_pk PRIMARY KEY (id)
);
-- How far the doses that a version may concern have been judged anew; the work goes on where it stopped.
CREATE TABLE app.schedule_review (
  version_id uuid NOT NULL,
  people int NOT NULL,
  done int NOT NULL,
  changed int NOT NULL,
  after_person uuid,
  started_at timestamptz NOT NULL,
  finished_at timestamptz,
  CONSTRAINT schedule_review_pk PRIMARY KEY (version_id)
);
SELECT app.distribute('app.schedule_version', NULL);
SELECT app.distribute('app.schedule_review', NULL);
SELECT app.audit_table('app.schedule_version', 'id');
