-- What units ask the focal point (dispatch 9035, item 4.2), what is answered, and which answers became part of the guide.
-- Written once: a better answer is another row, and the newest holds.
CREATE TABLE app.help_question (
  unit_id int NOT NULL,
  id uuid NOT NULL,
  account_id uuid NOT NULL,
  asked_by text NOT NULL,
  -- The page of the web application beside which it was asked, by its route.
  route text COLLATE "C",
  question text NOT NULL,
  asked_at timestamptz NOT NULL,
  CONSTRAINT help_question_pk PRIMARY KEY (unit_id, id)
);
CREATE TABLE app.help_answer (
  unit_id int NOT NULL,
  id uuid NOT NULL,
  question_id uuid NOT NULL,
  account_id uuid NOT NULL,
  answered_by text NOT NULL,
  answer text NOT NULL,
  answered_at timestamptz NOT NULL,
  CONSTRAINT help_answer_pk PRIMARY KEY (unit_id, id)
);
-- A question and its answer in words for everybody: what the asker wrote stays his.
CREATE TABLE app.help_entry (
  id uuid NOT NULL,
  question_id uuid NOT NULL,
  title text NOT NULL,
  answer text NOT NULL,
  published_by text NOT NULL,
  published_at timestamptz NOT NULL,
  withdrawn_by text,
  withdrawn_at timestamptz,
  CONSTRAINT help_entry_pk PRIMARY KEY (id)
);
SELECT app.distribute('app.help_question', 'unit_id');
SELECT app.distribute('app.help_answer', 'unit_id', 'app.help_question');
SELECT app.distribute('app.help_entry', NULL);
CREATE INDEX help_question_account_ix ON app.help_question (account_id, asked_at DESC);
CREATE INDEX help_answer_question_ix ON app.help_answer (unit_id, question_id, answered_at DESC);
CREATE INDEX help_entry_published_ix ON app.help_entry (published_at DESC) WHERE withdrawn_at IS NULL;
SELECT app.audit_table('app.help_question', 'id');
SELECT app.audit_table('app.help_answer', 'question_id');
SELECT app.audit_table('app.help_entry', 'id');
