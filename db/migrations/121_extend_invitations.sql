-- The target of a campaign is { bands: age groups, doses: [{ kind, doseNo }] }; an empty list is all of them.
-- For which dose somebody was asked to come.
ALTER TABLE app.session_invitation ADD COLUMN dose_kind text COLLATE "C";
ALTER TABLE app.session_invitation ADD COLUMN dose_no smallint;
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
SELECT app.distribute('app.invitation_message', 'session_id', 'app.session_invitation');
SELECT app.distribute('app.message_refusal', 'person_id', 'app.person');
ALTER TABLE app.invitation_message ADD CONSTRAINT invitation_message_state_ck
  CHECK (state IN ('waiting', 'sent', 'failed', 'dropped'));
CREATE UNIQUE INDEX invitation_message_once_ix ON app.invitation_message (session_id, person_id);
CREATE INDEX invitation_message_due_ix ON app.invitation_message (next_at) WHERE state = 'waiting';
SELECT app.audit_table('app.invitation_message', 'person_id');
SELECT app.audit_table('app.message_refusal', 'person_id');
