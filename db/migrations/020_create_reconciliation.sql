-- Who is who, decided by people. A merge moves links, never rows: it remembers which records each side brought, so that
-- undoing it sends every record, also its later corrections, back to where its source belongs.
CREATE TABLE app.person_merge (
  id uuid NOT NULL,
  kept_id uuid NOT NULL,
  gone_id uuid NOT NULL,
  merged_by text NOT NULL,
  merged_at timestamptz NOT NULL,
  reason text,
  undone_by text,
  undone_at timestamptz,
  CONSTRAINT person_merge_pk PRIMARY KEY (id)
);
CREATE TABLE app.person_merge_record (
  merge_id uuid NOT NULL,
  record_id uuid NOT NULL,
  -- kept | gone: whose record it was before the merge.
  side text COLLATE "C" NOT NULL,
  -- The link as it stood, to be restored with it.
  status text COLLATE "C" NOT NULL,
  link_reason text COLLATE "C" NOT NULL,
  score real,
  CONSTRAINT person_merge_record_pk PRIMARY KEY (merge_id, record_id)
);
-- Two people of whom somebody said that they are two: no later linkage may join them by itself.
CREATE TABLE app.person_distinct (
  person_a uuid NOT NULL,
  person_b uuid NOT NULL,
  decided_by text NOT NULL,
  decided_at timestamptz NOT NULL,
  reason text,
  CONSTRAINT person_distinct_pk PRIMARY KEY (person_a, person_b)
);
-- A row in review that somebody has open now, or could not decide.
CREATE TABLE app.review_item (
  record_id uuid NOT NULL,
  held_by uuid,
  held_until timestamptz,
  unsure_by text,
  unsure_at timestamptz,
  note text,
  CONSTRAINT review_item_pk PRIMARY KEY (record_id)
);
SELECT app.distribute('app.person_merge', NULL);
SELECT app.distribute('app.person_merge_record', 'merge_id');
SELECT app.distribute('app.person_distinct', NULL);
SELECT app.distribute('app.review_item', 'record_id');
ALTER TABLE app.person_merge_record ADD CONSTRAINT person_merge_record_side_ck CHECK (side IN ('kept', 'gone'));
ALTER TABLE app.person_distinct ADD CONSTRAINT person_distinct_order_ck CHECK (person_a < person_b);
-- The open merges of a person: what can be undone, and who an old id has become.
CREATE INDEX person_merge_gone_ix ON app.person_merge (gone_id) WHERE undone_at IS NULL;
CREATE INDEX person_merge_kept_ix ON app.person_merge (kept_id) WHERE undone_at IS NULL;
CREATE INDEX person_distinct_b_ix ON app.person_distinct (person_b);
-- Rows that wait for a decision: few of many, in the order in which they came.
CREATE INDEX person_link_review_ix ON app.person_link (recorded_at, record_id) WHERE status = 'review' AND superseded_at IS NULL;
SELECT app.audit_table('app.person_merge', 'kept_id');
SELECT app.audit_table('app.person_distinct', 'person_a');
-- Holds come and go with every screen and are not audited; who could not decide stands in the row itself.
