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
  -- Where it recorded last: shown at the other tables of the neighbourhood.
  unit_id int,
  site text,
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
  -- Whose alarm it is.
  facility text COLLATE "C" NOT NULL,
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
-- Sessions that a facility opens by itself, beside those that a campaign plans.
CREATE TABLE app.table_session (
  unit_id int NOT NULL,
  id uuid NOT NULL,
  facility text COLLATE "C" NOT NULL,
  name text NOT NULL,
  on_day date NOT NULL,
  shift text NOT NULL,
  capacity int,
  vaccines text[] NOT NULL,
  opened_by text NOT NULL,
  opened_at timestamptz NOT NULL,
  CONSTRAINT table_session_pk PRIMARY KEY (unit_id, id)
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
SELECT app.distribute('app.table_session', 'unit_id');
ALTER TABLE app.table_event ADD CONSTRAINT table_event_result_ck CHECK (result IN ('stored', 'conflict', 'refused'));
ALTER TABLE app.postponement ADD CONSTRAINT postponement_kind_ck CHECK (kind IN ('postponed', 'refused'));
ALTER TABLE app.adverse_event ADD CONSTRAINT adverse_event_severity_ck CHECK (severity IN ('mild', 'moderate', 'severe'));
-- What happened to one person, at whichever table.
CREATE INDEX table_event_person_ix ON app.table_event (person_id, happened_at) WHERE person_id IS NOT NULL;
-- A person whom a device added may be somebody whom the register knew: the device's id is looked up.
CREATE INDEX table_event_added_ix ON app.table_event ((payload ->> 'personId')) WHERE kind = 'person_added';
-- Since when a vial is open.
CREATE INDEX table_event_vial_ix ON app.table_event (session_id, (payload ->> 'vialId')) WHERE kind = 'vial_opened';
-- The feed, and by its nulls the events that have no place in it yet.
CREATE INDEX table_event_feed_ix ON app.table_event (session_id, position);
CREATE INDEX recording_device_unit_ix ON app.recording_device (unit_id, signed_in_at);
CREATE INDEX table_session_day_ix ON app.table_session (on_day);
CREATE INDEX table_session_id_ix ON app.table_session (id);
CREATE INDEX table_conflict_open_ix ON app.table_conflict (unit_id, opened_at) WHERE decision IS NULL;
CREATE INDEX adverse_event_due_ix ON app.adverse_event (unit_id, report_due_at) WHERE report_due_at IS NOT NULL AND reported_at IS NULL;
-- Doses of the table since some moment: whoever wrote a list meanwhile takes them up (immunizations/dose-lock.ts).
CREATE INDEX person_link_table_ix ON app.person_link (recorded_at) WHERE reason = 'at_table';
SELECT app.audit_table('app.table_conflict', 'person_id');
SELECT app.audit_table('app.postponement', 'person_id');
SELECT app.audit_table('app.adverse_event', 'person_id');
SELECT app.audit_table('app.table_session', 'id');

-- The door of doses, in the statement that writes them: waits its turn (beside other people's doses, after a list that is
-- being committed, after another dose of a person), then says of whom all that the dose was judged by still stands. A
-- function that is volatile sees what was committed while it waited; the statement around it does not. `actors` says who
-- gave the dose of each person where doses of several are written together; null: the transaction says it.
CREATE FUNCTION app.enter_doses(people uuid[], links int[], closed int[], counted_on date, actors jsonb) RETURNS SETOF uuid LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  -- A list may hold a person's rows for as long as it is being written: the dose gives up and is tried again.
  PERFORM set_config('lock_timeout', '500ms', true), set_config('app.actors', coalesce(actors::text, ''), true),
    pg_advisory_xact_lock_shared(7326003);
  -- All in one order, so that two who wait for several never wait for each other.
  PERFORM pg_advisory_xact_lock(7326004, x.turn) FROM (SELECT DISTINCT hashtext(p::text) AS turn FROM unnest(people) p ORDER BY turn) x;
  IF (SELECT as_of FROM app.count_clock WHERE id = 1) IS DISTINCT FROM counted_on THEN
    RETURN;
  END IF;
  RETURN QUERY SELECT x.person FROM unnest(people, links, closed) AS x(person, links, closed)
    CROSS JOIN LATERAL (SELECT count(*) AS links, count(l.superseded_at) AS closed FROM app.person_link l WHERE l.person_id = x.person) s
    WHERE s.links = x.links AND s.closed = x.closed;
END $$;

-- A dose changes the status rows by which it was counted. If somebody wrote them anew in the instant between, nothing of
-- the statement holds, and it is tried again.
CREATE FUNCTION app.demand_equal(had bigint, wanted bigint) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  IF had <> wanted THEN
    RAISE EXCEPTION 'changed meanwhile' USING ERRCODE = 'serialization_failure';
  END IF;
  RETURN true;
END $$;

-- The audit as before, with less to ask for a dose, which writes into several audited tables at once: an insert is counted
-- once and its person read from the column. Where `app.actors` says who acts for each person, each row has a line.
CREATE OR REPLACE FUNCTION app.write_audit() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  subject_column text := TG_ARGV[0];
  happened timestamptz := clock_timestamp();
  actor_name text := coalesce(app.setting('app.actor'), 'sql:' || session_user);
  account uuid := app.setting('app.account_id')::uuid;
  behalf text := app.setting('app.on_behalf_of');
  request text := app.setting('app.request_id');
  why text := app.setting('app.reason');
  actors jsonb := app.setting('app.actors')::jsonb;
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF subject_column = 'person_id' AND actors IS NOT NULL THEN
      INSERT INTO app.audit_event (subject_id, at, subject, action, rows, actor, account_id, on_behalf_of, request_id, reason, unit_id)
      SELECT n.person_id, happened, TG_TABLE_NAME, 'insert', 1, coalesce(a.one ->> 'actor', actor_name), (a.one ->> 'account')::uuid,
        a.one ->> 'onBehalfOf', coalesce(a.one ->> 'request', request), why, (a.one ->> 'unit')::int
      FROM new_rows n CROSS JOIN LATERAL (SELECT actors -> n.person_id::text AS one) a;
    ELSIF subject_column = 'person_id' THEN
      INSERT INTO app.audit_event (subject_id, at, subject, action, rows, actor, account_id, on_behalf_of, request_id, reason)
      SELECT CASE WHEN c.written = 1 THEN (SELECT n.person_id::text FROM new_rows n LIMIT 1) ELSE '*' END, happened, TG_TABLE_NAME, 'insert',
        c.written, actor_name, account, behalf, request, why FROM (SELECT count(*) AS written FROM new_rows) c WHERE c.written > 0;
    ELSE
      INSERT INTO app.audit_event (subject_id, at, subject, action, rows, actor, account_id, on_behalf_of, request_id, reason)
      SELECT CASE WHEN c.written = 1 AND subject_column <> '' THEN (SELECT to_jsonb(n) ->> subject_column FROM new_rows n LIMIT 1) ELSE '*' END,
        happened, TG_TABLE_NAME, 'insert', c.written, actor_name, account, behalf, request, why
      FROM (SELECT count(*) AS written FROM new_rows) c WHERE c.written > 0;
    END IF;
  ELSIF TG_OP = 'UPDATE' THEN
    -- Transition tables of one statement hold their rows in one order: the n-th old row became the n-th new row.
    INSERT INTO app.audit_event (subject_id, at, subject, action, rows, actor, account_id, on_behalf_of, request_id, reason, detail)
    SELECT coalesce(o.data ->> subject_column, '*'), happened, TG_TABLE_NAME, 'update', 1, actor_name, account, behalf, request, why, d.detail
    FROM (SELECT row_number() OVER () AS i, to_jsonb(r) AS data FROM old_rows r) o
    JOIN (SELECT row_number() OVER () AS i, to_jsonb(r) AS data FROM new_rows r) n ON n.i = o.i
    CROSS JOIN LATERAL (
      SELECT app.without_secrets(jsonb_object_agg(f.key, jsonb_build_array(f.value, n.data -> f.key))) AS detail
      FROM jsonb_each(o.data) f WHERE f.value IS DISTINCT FROM n.data -> f.key) d
    WHERE d.detail <> '{}';
  ELSE
    INSERT INTO app.audit_event (subject_id, at, subject, action, rows, actor, account_id, on_behalf_of, request_id, reason, detail)
    SELECT coalesce(o.data ->> subject_column, '*'), happened, TG_TABLE_NAME, 'delete', 1, actor_name, account, behalf, request, why,
      app.without_secrets(o.data)
    FROM (SELECT to_jsonb(r) AS data FROM old_rows r) o;
  END IF;
  RETURN NULL;
END $$;
