-- One dose at a table writes into several audited tables at once. The same audit, with less to ask: how many rows there
-- are is counted once, and the person of a single row is read from its column, not from the whole row made JSON.
CREATE OR REPLACE FUNCTION app.write_audit() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  subject_column text := TG_ARGV[0];
  happened timestamptz := clock_timestamp();
  actor_name text := coalesce(app.setting('app.actor'), 'sql:' || session_user);
  account uuid := app.setting('app.account_id')::uuid;
  behalf text := app.setting('app.on_behalf_of');
  request text := app.setting('app.request_id');
  why text := app.setting('app.reason');
  written bigint;
  subject text := '*';
BEGIN
  IF TG_OP = 'INSERT' THEN
    SELECT count(*) INTO written FROM new_rows;
    IF written = 0 THEN
      RETURN NULL;
    END IF;
    IF written = 1 AND subject_column = 'person_id' THEN
      SELECT n.person_id INTO subject FROM new_rows n;
    ELSIF written = 1 AND subject_column <> '' THEN
      SELECT to_jsonb(n) ->> subject_column INTO subject FROM new_rows n;
    END IF;
    INSERT INTO app.audit_event (subject_id, at, subject, action, rows, actor, account_id, on_behalf_of, request_id, reason)
    VALUES (subject, happened, TG_TABLE_NAME, 'insert', written, actor_name, account, behalf, request, why);
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

-- The door of one dose as before, in two questions: first it waits, then it looks.
CREATE OR REPLACE FUNCTION app.enter_dose(person uuid, links int, closed int, counted_on date, actor text, account text, request text)
RETURNS boolean LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  -- A list may hold the person's rows for as long as it is being written: the dose gives up and is tried again.
  PERFORM set_config('lock_timeout', '500ms', true), set_config('app.account_id', account, true), set_config('app.actor', actor, true),
    set_config('app.request_id', request, true), pg_advisory_xact_lock_shared(7326003), pg_advisory_xact_lock(7326004, hashtext(person::text));
  RETURN (SELECT count(*) = links AND count(superseded_at) = closed AND (SELECT as_of FROM app.count_clock WHERE id = 1) = counted_on
    FROM app.person_link WHERE person_id = person);
END $$;
