-- A commune's list of everybody who lives there, signed off and handed over (dispatch 9035, items 2.2 and 3). Frozen:
-- what changes later shows as a difference, and signing again makes a new version.
CREATE TABLE app.signed_list (
  unit_id int NOT NULL,
  id uuid NOT NULL,
  version int NOT NULL,
  reference_date date NOT NULL,
  people int NOT NULL,
  -- SHA-256 over the canonical content (signed-list-rules.ts), which the stored rows must give again.
  sha256 text COLLATE "C" NOT NULL,
  counts jsonb NOT NULL,
  -- What the list rests on: lists in force, rows in review, who has been verified, moves that are open.
  basis jsonb NOT NULL,
  note text,
  signed_by text NOT NULL,
  signed_for text,
  account_id uuid,
  signed_at timestamptz NOT NULL,
  CONSTRAINT signed_list_pk PRIMARY KEY (unit_id, id)
);
CREATE TABLE app.signed_list_row (
  unit_id int NOT NULL,
  list_id uuid NOT NULL,
  person_id uuid NOT NULL,
  name text NOT NULL,
  sort_key text COLLATE "C" NOT NULL,
  sex text COLLATE "C",
  birth text COLLATE "C",
  national_id text COLLATE "C",
  hamlet text,
  household text COLLATE "C",
  kind text COLLATE "C" NOT NULL,
  CONSTRAINT signed_list_row_pk PRIMARY KEY (unit_id, list_id, person_id)
);
CREATE TABLE app.list_receipt (
  unit_id int NOT NULL,
  list_id uuid NOT NULL,
  -- In which role the list was received; each receives it once.
  role text COLLATE "C" NOT NULL,
  received_by text NOT NULL,
  received_at timestamptz NOT NULL,
  note text,
  CONSTRAINT list_receipt_pk PRIMARY KEY (unit_id, list_id, role)
);
-- The police's own figures of the list by age group, beside what the register counts of their lists.
CREATE TABLE app.police_figures (
  unit_id int NOT NULL,
  id uuid NOT NULL,
  reference_date date NOT NULL,
  proposed jsonb NOT NULL,
  entered jsonb NOT NULL,
  note text,
  submitted_by text NOT NULL,
  submitted_at timestamptz NOT NULL,
  CONSTRAINT police_figures_pk PRIMARY KEY (unit_id, id)
);
SELECT app.distribute('app.signed_list', 'unit_id');
SELECT app.distribute('app.signed_list_row', 'unit_id', 'app.signed_list');
SELECT app.distribute('app.list_receipt', 'unit_id', 'app.signed_list');
SELECT app.distribute('app.police_figures', 'unit_id');
ALTER TABLE app.signed_list ADD CONSTRAINT signed_list_version_uq UNIQUE (unit_id, version);
CREATE TRIGGER signed_list_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON app.signed_list
  FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change();
CREATE TRIGGER signed_list_row_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON app.signed_list_row
  FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change();
SELECT app.audit_table('app.signed_list', 'id');
SELECT app.audit_table('app.list_receipt', 'list_id');
SELECT app.audit_table('app.police_figures', 'id');
