-- The injection table. What devices say is kept as they said it (table_event, never changed but for its place in the
-- feed); the doses in it become source records and are projected like those of any list.
CREATE TABLE app.recording_device (
  id uuid NOT NULL,
  account_id uuid NOT NULL,
  author text NOT NULL,
  name text NOT NULL,
  -- Of the token that sealed entries carry: they are this account's, whoever hands them in.
  token_hash text COLLATE "C" NOT NULL,
  signed_in_at timestamptz NOT NULL,
  stored_up_to int NOT NULL,
  last_sync_at timestamptz,
  CONSTRAINT recording_device_pk PRIMARY KEY (id)
);
CREATE TABLE app.table_event (
  session_id uuid NOT NULL,
  id uuid NOT NULL,
  device_id uuid NOT NULL,
  sequence int NOT NULL,
  kind text COLLATE "C" NOT NULL,
  person_id uuid,
  payload jsonb NOT NULL,
  -- By the device's clock.
  happened_at timestamptz NOT NULL,
  account_id uuid NOT NULL,
  author text NOT NULL,
  stored_at timestamptz NOT NULL,
  -- stored | conflict | refused
  result text COLLATE "C" NOT NULL,
  refusal text COLLATE "C",
  concerns jsonb NOT NULL,
  conflict_id uuid,
  -- Place in the feed of the session: given by the first reader after the commit, so that no reader passes an event by.
  position int,
  CONSTRAINT table_event_pk PRIMARY KEY (session_id, id)
);
CREATE TABLE app.table_conflict (
  unit_id int NOT NULL,
  id uuid NOT NULL,
  kind text COLLATE "C" NOT NULL,
  person_id uuid NOT NULL,
  session_id uuid NOT NULL,
  event_id uuid NOT NULL,
  other_session_id uuid,
  other_event_id uuid,
  opened_at timestamptz NOT NULL,
  decision text COLLATE "C",
  reason text,
  decided_by text,
  decided_at timestamptz,
  CONSTRAINT table_conflict_pk PRIMARY KEY (unit_id, id)
);
-- Who was put off or refused, and until when: due lists read it. A later dose, or a later word, ends it.
CREATE TABLE app.postponement (
  person_id uuid NOT NULL,
  id uuid NOT NULL,
  session_id uuid NOT NULL,
  -- postponed | refused
  kind text COLLATE "C" NOT NULL,
  reason text COLLATE "C" NOT NULL,
  until_on date,
  recorded_by text NOT NULL,
  recorded_at timestamptz NOT NULL,
  CONSTRAINT postponement_pk PRIMARY KEY (person_id, id)
);
CREATE TABLE app.adverse_event (
  person_id uuid NOT NULL,
  id uuid NOT NULL,
  session_id uuid NOT NULL,
  unit_id int NOT NULL,
  dose_id uuid,
  type text COLLATE "C" NOT NULL,
  severity text COLLATE "C" NOT NULL,
  onset_at timestamptz NOT NULL,
  treatment text,
  outcome text COLLATE "C" NOT NULL,
  note text,
  recorded_by text NOT NULL,
  recorded_at timestamptz NOT NULL,
  -- Of severe ones: the written report is due 24 hours after it is known (TT 34/2018/TT-BYT art. 17).
  report_due_at timestamptz,
  reported_by text,
  reported_at timestamptz,
  CONSTRAINT adverse_event_pk PRIMARY KEY (person_id, id)
);
-- What only the server may read: the private key for sealed entries, and the key of the roster's look-ups.
CREATE TABLE app.recording_key (
  id uuid NOT NULL,
  public_key text NOT NULL,
  private_key text NOT NULL,
  lookup_key text NOT NULL,
  created_at timestamptz NOT NULL,
  CONSTRAINT recording_key_pk PRIMARY KEY (id)
);
SELECT app.distribute('app.recording_device', 'id');
SELECT app.distribute('app.table_event', 'session_id');
SELECT app.distribute('app.table_conflict', 'unit_id');
SELECT app.distribute('app.postponement', 'person_id', 'app.person');
SELECT app.distribute('app.adverse_event', 'person_id', 'app.person');
SELECT app.distribute('app.recording_key', NULL);
ALTER TABLE app.table_event ADD CONSTRAINT table_event_result_ck CHECK (result IN ('stored', 'conflict', 'refused'));
ALTER TABLE app.postponement ADD CONSTRAINT postponement_kind_ck CHECK (kind IN ('postponed', 'refused'));
ALTER TABLE app.adverse_event ADD CONSTRAINT adverse_event_severity_ck CHECK (severity IN ('mild', 'moderate', 'severe'));
-- What happened to one person, at whichever table.
CREATE INDEX table_event_person_ix ON app.table_event (person_id, happened_at) WHERE person_id IS NOT NULL;
CREATE INDEX table_event_device_ix ON app.table_event (device_id, sequence);
CREATE INDEX table_event_unread_ix ON app.table_event (session_id) WHERE position IS NULL;
CREATE INDEX table_event_feed_ix ON app.table_event (session_id, position);
CREATE INDEX table_conflict_open_ix ON app.table_conflict (unit_id, opened_at) WHERE decision IS NULL;
CREATE INDEX adverse_event_due_ix ON app.adverse_event (unit_id, report_due_at) WHERE report_due_at IS NOT NULL AND reported_at IS NULL;
-- Doses of the table since some moment: whoever wrote a list meanwhile takes them up (immunizations/dose-lock.ts).
CREATE INDEX person_link_table_ix ON app.person_link (recorded_at) WHERE reason = 'at_table';
SELECT app.audit_table('app.table_conflict', 'person_id');
SELECT app.audit_table('app.postponement', 'person_id');
SELECT app.audit_table('app.adverse_event', 'person_id');

-- The door of one dose, in the statement that writes it: says who acts, waits its turn (beside other people's doses, after
-- a list that is being committed, after another dose of the person), then looks whether what the dose was judged by still
-- stands. A function that is volatile sees what was committed while it waited; the statement around it does not.
CREATE FUNCTION app.enter_dose(person uuid, links int, closed int, counted_on date, actor text, account text, request text)
RETURNS boolean LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  -- A list may hold the person's rows for as long as it is being written: the dose gives up and is tried again.
  PERFORM set_config('app.account_id', account, true), set_config('app.actor', actor, true), set_config('app.request_id', request, true),
    set_config('lock_timeout', '500ms', true);
  PERFORM pg_advisory_xact_lock_shared(7326003), pg_advisory_xact_lock(7326004, hashtext(person::text));
  RETURN (SELECT count(*) = links AND count(superseded_at) = closed FROM app.person_link WHERE person_id = person)
    AND (SELECT as_of = counted_on FROM app.count_clock WHERE id = 1);
END $$;
