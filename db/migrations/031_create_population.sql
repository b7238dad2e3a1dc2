-- Population figures: official, actual and transient, by unit and day. A report is a version: it is written once and
-- never changed; what happens to it (submitted, returned, accepted) are events, from which its state is derived.
CREATE TABLE app.population_band_set (
  id text COLLATE "C" NOT NULL,
  label text NOT NULL,
  -- First ages of the groups, rising from 0.
  starts int[] NOT NULL,
  defined_by text NOT NULL,
  defined_at timestamptz NOT NULL,
  CONSTRAINT population_band_set_pk PRIMARY KEY (id)
);
CREATE TABLE app.population_report (
  unit_id int NOT NULL,
  id uuid NOT NULL,
  effective_on date NOT NULL,
  -- Counts the unit's versions, from 1.
  version int NOT NULL,
  band_set text COLLATE "C" NOT NULL,
  series text[] NOT NULL,
  -- form | grid | workbook | register | api
  source text COLLATE "C" NOT NULL,
  reporter text NOT NULL,
  account_id uuid,
  note text,
  -- The version of the same day that this one corrects.
  replaces uuid,
  file_id uuid,
  file_name text,
  content_hash text COLLATE "C" NOT NULL,
  recorded_at timestamptz NOT NULL,
  CONSTRAINT population_report_pk PRIMARY KEY (unit_id, id)
);
CREATE TABLE app.population_figure (
  unit_id int NOT NULL,
  report_id uuid NOT NULL,
  series text COLLATE "C" NOT NULL,
  -- Empty for the whole unit.
  hamlet text NOT NULL,
  sex text COLLATE "C" NOT NULL,
  -- 'total' or a group of the report's band set, e.g. 12-17, 66+.
  band text COLLATE "C" NOT NULL,
  people int NOT NULL,
  -- How a figure that nobody counted was made; null for a counted one.
  method text COLLATE "C",
  CONSTRAINT population_figure_pk PRIMARY KEY (unit_id, report_id, series, hamlet, sex, band)
);
CREATE TABLE app.population_event (
  unit_id int NOT NULL,
  id uuid NOT NULL,
  report_id uuid NOT NULL,
  action text COLLATE "C" NOT NULL,
  -- The unit that checked: the district or the province; null for a submission.
  checker_id int,
  done_by text NOT NULL,
  account_id uuid,
  done_at timestamptz NOT NULL,
  reason text,
  CONSTRAINT population_event_pk PRIMARY KEY (unit_id, id)
);
-- Where the people of a unit went that was divided: a whole hamlet, or a stated share of the rest (hamlet empty).
-- The newest statement about a unit and hamlet holds.
CREATE TABLE app.population_placement (
  from_id int NOT NULL,
  statement_id uuid NOT NULL,
  hamlet text NOT NULL,
  to_id int NOT NULL,
  share double precision NOT NULL,
  reason text NOT NULL,
  stated_by text NOT NULL,
  stated_at timestamptz NOT NULL,
  CONSTRAINT population_placement_pk PRIMARY KEY (from_id, statement_id, hamlet, to_id)
);
-- A workbook that came in: what is needed to hand it back with its findings.
CREATE TABLE app.population_import (
  id uuid NOT NULL,
  unit_id int NOT NULL,
  file_id uuid NOT NULL,
  file_name text NOT NULL,
  answer jsonb NOT NULL,
  imported_by text NOT NULL,
  imported_at timestamptz NOT NULL,
  CONSTRAINT population_import_pk PRIMARY KEY (id)
);
SELECT app.distribute('app.population_band_set', NULL);
SELECT app.distribute('app.population_import', 'id');
SELECT app.distribute('app.population_report', 'unit_id');
SELECT app.distribute('app.population_figure', 'unit_id', 'app.population_report');
SELECT app.distribute('app.population_event', 'unit_id', 'app.population_report');
SELECT app.distribute('app.population_placement', NULL);
ALTER TABLE app.population_report ADD CONSTRAINT population_report_source_ck CHECK (source IN ('form', 'grid', 'workbook', 'register', 'api'));
ALTER TABLE app.population_report ADD CONSTRAINT population_report_version_uq UNIQUE (unit_id, version);
ALTER TABLE app.population_figure ADD CONSTRAINT population_figure_series_ck CHECK (series IN ('official', 'actual', 'transient'));
ALTER TABLE app.population_figure ADD CONSTRAINT population_figure_sex_ck CHECK (sex IN ('all', 'M', 'F'));
ALTER TABLE app.population_figure ADD CONSTRAINT population_figure_people_ck CHECK (people >= 0);
ALTER TABLE app.population_event ADD CONSTRAINT population_event_action_ck CHECK (action IN ('submitted', 'returned', 'accepted'));
ALTER TABLE app.population_placement ADD CONSTRAINT population_placement_share_ck CHECK (share > 0 AND share <= 1);
-- The newest version of a unit up to a day.
CREATE INDEX population_report_day_ix ON app.population_report (unit_id, effective_on DESC, version DESC);
CREATE INDEX population_event_report_ix ON app.population_event (unit_id, report_id, done_at);
-- Versions and what was done with them are history: nobody changes it, not even by hand.
CREATE FUNCTION app.refuse_population_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'population_append_only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER population_report_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON app.population_report
  FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_population_change();
CREATE TRIGGER population_figure_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON app.population_figure
  FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_population_change();
CREATE TRIGGER population_event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON app.population_event
  FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_population_change();
CREATE TRIGGER population_placement_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON app.population_placement
  FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_population_change();
SELECT app.audit_table('app.population_band_set', 'id');
SELECT app.audit_table('app.population_report', 'id');
SELECT app.audit_table('app.population_event', 'report_id');
SELECT app.audit_table('app.population_placement', 'from_id');
INSERT INTO app.population_band_set (id, label, starts, defined_by, defined_at) VALUES
  ('dispatch-9035', 'Năm nhóm tuổi theo Công văn 9035/UBND-XD6', '{0,12,18,50,66}', 'system', '2021-12-14T00:00:00Z'),
  ('children-5-11', 'Sáu nhóm tuổi, tách trẻ 5–11', '{0,5,12,18,50,66}', 'system', '2021-12-14T00:00:00Z');
