-- The register: list editions, source records (immutable claims), versioned links, and what is projected from them.
CREATE TABLE app.list_edition (
  id uuid NOT NULL,
  run_id uuid,
  file_id uuid,
  file_name text NOT NULL,
  file_sha256 text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL,
  source text COLLATE "C" NOT NULL,
  unit_id int NOT NULL,
  as_of date NOT NULL,
  complete boolean NOT NULL,
  replaces uuid,
  superseded_by uuid,
  rows_read int NOT NULL,
  rows_taken int NOT NULL,
  rows_waiting int NOT NULL,
  loaded_by text NOT NULL,
  loaded_at timestamptz NOT NULL,
  CONSTRAINT list_edition_pk PRIMARY KEY (id)
);
-- `person_id` is the person under whom the record was first filed; it never changes. Who the record speaks of now
-- is said by the open row of `person_link`. A corrected row of a later edition is a new record: the old one keeps
-- its words and is closed through `replaced_by`. `edition_id`, `sheet` and `row_no` say where it was seen last.
CREATE TABLE app.source_record (
  person_id uuid NOT NULL,
  id uuid NOT NULL,
  edition_id uuid NOT NULL,
  first_edition_id uuid NOT NULL,
  kind text COLLATE "C" NOT NULL,
  source text COLLATE "C" NOT NULL,
  unit_id int NOT NULL,
  as_of date NOT NULL,
  sheet text NOT NULL,
  row_no int NOT NULL,
  row_hash text COLLATE "C" NOT NULL,
  cells jsonb NOT NULL,
  claim jsonb NOT NULL,
  recorded_at timestamptz NOT NULL,
  replaced_by uuid,
  CONSTRAINT source_record_pk PRIMARY KEY (person_id, id)
);
CREATE TABLE app.person_link (
  person_id uuid NOT NULL,
  id uuid NOT NULL,
  record_id uuid NOT NULL,
  filed_under uuid NOT NULL,
  status text COLLATE "C" NOT NULL,
  reason text COLLATE "C" NOT NULL,
  score real,
  decided_by text NOT NULL,
  recorded_at timestamptz NOT NULL,
  superseded_at timestamptz,
  CONSTRAINT person_link_pk PRIMARY KEY (person_id, id)
);
-- Rows from which no person can be identified: kept as they came, until their file is corrected.
CREATE TABLE app.waiting_row (
  edition_id uuid NOT NULL,
  id uuid NOT NULL,
  sheet text NOT NULL,
  row_no int NOT NULL,
  row_hash text COLLATE "C" NOT NULL,
  cells jsonb NOT NULL,
  CONSTRAINT waiting_row_pk PRIMARY KEY (edition_id, id)
);
CREATE TABLE app.person (
  id uuid NOT NULL,
  name text NOT NULL,
  name_key text COLLATE "C" NOT NULL,
  sort_key text COLLATE "C" NOT NULL,
  sex text COLLATE "C",
  birth_on date,
  birth_precision text COLLATE "C",
  national_id text COLLATE "C",
  phone text COLLATE "C",
  ethnic text,
  -- The residence that counts now, for lists; history stands in app.residence.
  unit_id int,
  hamlet text,
  residence_kind text COLLATE "C",
  whereabouts text COLLATE "C",
  household text,
  sources text[] NOT NULL,
  rows_in_review int NOT NULL,
  version int NOT NULL,
  updated_at timestamptz NOT NULL,
  CONSTRAINT person_pk PRIMARY KEY (id)
);
CREATE TABLE app.person_identifier (
  value text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL,
  person_id uuid NOT NULL,
  sound boolean NOT NULL,
  CONSTRAINT person_identifier_pk PRIMARY KEY (value, kind, person_id)
);
CREATE TABLE app.residence (
  person_id uuid NOT NULL,
  id uuid NOT NULL,
  unit_id int NOT NULL,
  hamlet text,
  kind text COLLATE "C" NOT NULL,
  from_on date,
  to_on date,
  end_reason text COLLATE "C",
  CONSTRAINT residence_pk PRIMARY KEY (person_id, id)
);
-- Findings of rows and of persons (across files); the words are made at read from the code and its parameters.
CREATE TABLE app.finding (
  unit_id int NOT NULL,
  id uuid NOT NULL,
  edition_id uuid,
  person_id uuid,
  record_id uuid,
  sheet text,
  row_no int,
  col text COLLATE "C",
  code text COLLATE "C" NOT NULL,
  severity text COLLATE "C" NOT NULL,
  params jsonb NOT NULL,
  cell text,
  suggestion text,
  CONSTRAINT finding_pk PRIMARY KEY (unit_id, id)
);
-- Who stood in a list and is missing from the complete edition that replaced it: a proposal, never a removal.
CREATE TABLE app.absence_proposal (
  unit_id int NOT NULL,
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  record_id uuid NOT NULL,
  edition_id uuid NOT NULL,
  decision text COLLATE "C",
  decided_on date,
  decided_by text,
  decided_at timestamptz,
  created_at timestamptz NOT NULL,
  CONSTRAINT absence_proposal_pk PRIMARY KEY (unit_id, id)
);
SELECT app.distribute('app.list_edition', NULL);
SELECT app.distribute('app.person', 'id');
SELECT app.distribute('app.source_record', 'person_id', 'app.person');
SELECT app.distribute('app.person_link', 'person_id', 'app.person');
SELECT app.distribute('app.residence', 'person_id', 'app.person');
SELECT app.distribute('app.person_identifier', 'value');
SELECT app.distribute('app.waiting_row', 'edition_id');
SELECT app.distribute('app.finding', 'unit_id');
SELECT app.distribute('app.absence_proposal', 'unit_id', 'app.finding');
ALTER TABLE app.list_edition ADD CONSTRAINT list_edition_kind_ck CHECK (kind IN ('residents', 'injections'));
ALTER TABLE app.list_edition ADD CONSTRAINT list_edition_source_ck CHECK (source IN ('police', 'commune', 'health'));
ALTER TABLE app.person_link ADD CONSTRAINT person_link_status_ck CHECK (status IN ('auto', 'review', 'manual'));
ALTER TABLE app.person ADD CONSTRAINT person_sex_ck CHECK (sex IN ('M', 'F'));
ALTER TABLE app.residence ADD CONSTRAINT residence_kind_ck CHECK (kind IN ('permanent', 'temporary', 'absent', 'transient'));
-- Editions of one list, newest first: what does this upload replace?
CREATE INDEX list_edition_unit_ix ON app.list_edition (unit_id, kind, source, loaded_at DESC);
-- Matching reads the records of the communes that a file names, and the rows of the edition it replaces.
CREATE INDEX source_record_unit_ix ON app.source_record (unit_id);
CREATE INDEX source_record_edition_ix ON app.source_record (edition_id, sheet, row_no);
-- From a record to the person it speaks of now, and to those it spoke of before (undoing a merge).
CREATE INDEX person_link_record_ix ON app.person_link (record_id);
-- The resident list of a unit in given-name order; search filters by unit or birth date first (design.md 4.6).
CREATE INDEX person_unit_ix ON app.person (unit_id, sort_key, id);
-- Candidates from communes that a file merely mentions (transient people, injections of visitors).
CREATE INDEX person_unit_name_ix ON app.person (unit_id, name_key);
CREATE INDEX person_birth_ix ON app.person (birth_on, name_key);
CREATE INDEX person_identifier_person_ix ON app.person_identifier (person_id);
CREATE INDEX finding_edition_ix ON app.finding (edition_id, code);
CREATE INDEX finding_person_ix ON app.finding (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX absence_proposal_open_ix ON app.absence_proposal (unit_id, edition_id) WHERE decision IS NULL;
SELECT app.audit_table('app.list_edition', 'id');
SELECT app.audit_table('app.source_record', 'person_id');
SELECT app.audit_table('app.person_link', 'person_id');
SELECT app.audit_table('app.person', 'id');
SELECT app.audit_table('app.person_identifier', 'person_id');
SELECT app.audit_table('app.residence', 'person_id');
SELECT app.audit_table('app.absence_proposal', 'person_id');
