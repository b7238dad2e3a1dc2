-- What the commune police say of the four fields by which a person is known (8938/BYT-DP, 9438/BYT-CNTT): name, sex,
-- birth date, CCCD/CMND. A later answer closes an earlier one; nothing is overwritten.
CREATE TABLE app.identity_check (
  person_id uuid NOT NULL,
  id uuid NOT NULL,
  -- The commune whose police answered.
  unit_id int NOT NULL,
  -- True, false, or null: nobody can say yet.
  name_right boolean,
  sex_right boolean,
  birth_right boolean,
  id_right boolean,
  -- What the answer holds for: what was shown, or the right value where the police gave one. Whoever shows something
  -- else since must be looked at again. A birth date is cut to its precision: 1980, 1980-02, 1980-02-01.
  name text,
  sex text COLLATE "C",
  birth text,
  national_id text COLLATE "C",
  -- Fields whose right value the police gave, and the claim that states them.
  corrected text[] NOT NULL,
  record_id uuid,
  upload_id uuid,
  checked_by text NOT NULL,
  checked_at timestamptz NOT NULL,
  superseded_at timestamptz,
  CONSTRAINT identity_check_pk PRIMARY KEY (person_id, id)
);
-- A workbook of answers that came back, with what there is to say of its rows.
CREATE TABLE app.identity_upload (
  unit_id int NOT NULL,
  id uuid NOT NULL,
  file_id uuid NOT NULL,
  file_name text NOT NULL,
  sheets jsonb NOT NULL,
  findings jsonb NOT NULL,
  rows_read int NOT NULL,
  rows_taken int NOT NULL,
  rows_unchanged int NOT NULL,
  rows_blank int NOT NULL,
  loaded_by text NOT NULL,
  loaded_at timestamptz NOT NULL,
  CONSTRAINT identity_upload_pk PRIMARY KEY (unit_id, id)
);
SELECT app.distribute('app.identity_check', 'person_id', 'app.person');
SELECT app.distribute('app.identity_upload', 'unit_id');
-- The one answer that stands; lists of a commune join it by person.
CREATE UNIQUE INDEX identity_check_open_ix ON app.identity_check (person_id) WHERE superseded_at IS NULL;
-- People with a corrected identity, whose injection records may show the old one: few of many.
CREATE INDEX identity_check_corrected_ix ON app.identity_check (unit_id) WHERE superseded_at IS NULL AND corrected <> '{}';
SELECT app.audit_table('app.identity_check', 'person_id');
SELECT app.audit_table('app.identity_upload', 'id');
