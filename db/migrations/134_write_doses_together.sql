-- Doses that reach the server in one moment are written by one statement. Who gave which stands in the audit as before: the
-- statement says who acts for each person (`app.actors`), and an insert then writes a line for every row.
CREATE FUNCTION app.enter_doses(people uuid[], links int[], closed int[], counted_on date, actors jsonb) RETURNS SETOF uuid LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  -- As app.enter_dose: first all wait their turn, in one order, then it is looked whose state still stands.
  PERFORM set_config('lock_timeout', '500ms', true), set_config('app.actors', actors::text, true), pg_advisory_xact_lock_shared(7326003);
  PERFORM pg_advisory_xact_lock(7326004, x.turn) FROM (SELECT DISTINCT hashtext(p::text) AS turn FROM unnest(people) p ORDER BY turn) x;
  IF (SELECT as_of FROM app.count_clock WHERE id = 1) IS DISTINCT FROM counted_on THEN
    RETURN;
  END IF;
  RETURN QUERY SELECT x.person FROM unnest(people, links, closed) AS x(person, links, closed)
    CROSS JOIN LATERAL (SELECT count(*) AS links, count(l.superseded_at) AS closed FROM app.person_link l WHERE l.person_id = x.person) s
    WHERE s.links = x.links AND s.closed = x.closed;
END $$;

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
