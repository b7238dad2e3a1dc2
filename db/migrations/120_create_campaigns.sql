-- Campaigns, the sessions by which they are carried out, and who was asked to come to which hour. A session requires
-- neither a campaign nor an invitation: people who simply come are normal.
CREATE TABLE app.campaign (
  id uuid NOT NULL,
  -- Who runs it: a province, a district or a commune.
  unit_id int NOT NULL,
  name text NOT NULL,
  -- As `campaign` of app.injection: the doses of all campaigns against one disease are one series.
  disease text COLLATE "C" NOT NULL,
  -- Whom it is for: { bands: age groups, doses: [{ kind, doseNo }] }; an empty list is all of them.
  target jsonb NOT NULL,
  -- The document that orders it.
  document text,
  from_on date NOT NULL,
  to_on date NOT NULL,
  account_id uuid,
  opened_by text NOT NULL,
  opened_at timestamptz NOT NULL,
  CONSTRAINT campaign_pk PRIMARY KEY (id)
);
CREATE TABLE app.vaccination_session (
  -- The unit whose facility answers for it.
  unit_id int NOT NULL,
  id uuid NOT NULL,
  campaign_id uuid,
  facility text COLLATE "C" NOT NULL,
  -- Null: at the facility itself; else the name of the mobile site.
  site text,
  hamlet text,
  address text,
  on_day date NOT NULL,
  -- HH:MM on the clock of Vietnam.
  from_time text COLLATE "C" NOT NULL,
  to_time text COLLATE "C" NOT NULL,
  capacity int NOT NULL,
  -- Places of the capacity that are not invited for: people come by themselves.
  walk_ins int NOT NULL,
  -- [{ vaccine, lot }]
  vaccines jsonb NOT NULL,
  -- Units whose residents are expected.
  serves int[] NOT NULL,
  state text COLLATE "C" NOT NULL,
  account_id uuid,
  planned_by text NOT NULL,
  planned_at timestamptz NOT NULL,
  CONSTRAINT vaccination_session_pk PRIMARY KEY (unit_id, id)
);
CREATE TABLE app.session_invitation (
  session_id uuid NOT NULL,
  person_id uuid NOT NULL,
  from_time text COLLATE "C" NOT NULL,
  to_time text COLLATE "C" NOT NULL,
  -- Printed as a QR code; says nothing about anybody.
  code text COLLATE "C" NOT NULL,
  -- invited | declined | withdrawn
  state text COLLATE "C" NOT NULL,
  -- For which dose somebody was asked to come.
  dose_kind text COLLATE "C",
  dose_no smallint,
  invited_by text NOT NULL,
  invited_at timestamptz NOT NULL,
  CONSTRAINT session_invitation_pk PRIMARY KEY (session_id, person_id)
);
-- Invitations by short message, with what the gateway said at each try.
CREATE TABLE app.invitation_message (
  session_id uuid NOT NULL,
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  address text NOT NULL,
  content text NOT NULL,
  -- waiting | sent | failed | dropped (the invitation, or the session, was taken back first)
  state text COLLATE "C" NOT NULL,
  tries jsonb NOT NULL,
  next_at timestamptz NOT NULL,
  settled_at timestamptz,
  queued_by text NOT NULL,
  CONSTRAINT invitation_message_pk PRIMARY KEY (session_id, id)
);
-- Who asked to be sent no messages.
CREATE TABLE app.message_refusal (
  person_id uuid NOT NULL,
  recorded_by text NOT NULL,
  recorded_at timestamptz NOT NULL,
  CONSTRAINT message_refusal_pk PRIMARY KEY (person_id)
);
SELECT app.distribute('app.campaign', NULL);
SELECT app.distribute('app.vaccination_session', 'unit_id');
SELECT app.distribute('app.session_invitation', 'session_id');
SELECT app.distribute('app.invitation_message', 'session_id', 'app.session_invitation');
SELECT app.distribute('app.message_refusal', 'person_id', 'app.person');
ALTER TABLE app.campaign ADD CONSTRAINT campaign_days_ck CHECK (from_on <= to_on);
ALTER TABLE app.vaccination_session ADD CONSTRAINT vaccination_session_hours_ck CHECK (from_time < to_time);
ALTER TABLE app.vaccination_session ADD CONSTRAINT vaccination_session_capacity_ck
  CHECK (capacity > 0 AND walk_ins BETWEEN 0 AND capacity);
ALTER TABLE app.vaccination_session ADD CONSTRAINT vaccination_session_state_ck
  CHECK (state IN ('planned', 'open', 'closed', 'cancelled'));
ALTER TABLE app.session_invitation ADD CONSTRAINT session_invitation_state_ck
  CHECK (state IN ('invited', 'declined', 'withdrawn'));
ALTER TABLE app.invitation_message ADD CONSTRAINT invitation_message_state_ck
  CHECK (state IN ('waiting', 'sent', 'failed', 'dropped'));
CREATE UNIQUE INDEX invitation_message_once_ix ON app.invitation_message (session_id, person_id);
CREATE INDEX invitation_message_due_ix ON app.invitation_message (next_at) WHERE state = 'waiting';
CREATE INDEX vaccination_session_day_ix ON app.vaccination_session (on_day);
CREATE INDEX vaccination_session_id_ix ON app.vaccination_session (id);
CREATE INDEX session_invitation_person_ix ON app.session_invitation (person_id);
CREATE INDEX session_invitation_code_ix ON app.session_invitation (code);
SELECT app.audit_table('app.campaign', 'id');
SELECT app.audit_table('app.vaccination_session', 'id');
SELECT app.audit_table('app.session_invitation', 'person_id');
SELECT app.audit_table('app.invitation_message', 'person_id');
SELECT app.audit_table('app.message_refusal', 'person_id');
