-- What reads a device's events knows their ids, and the feed's index finds those without a place: two indexes less to
-- keep with every dose. The audit of an insert is one statement.
DROP INDEX app.table_event_device_ix;
DROP INDEX app.table_event_unread_ix;

CREATE OR REPLACE FUNCTION app.write_audit() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  subject_column text := TG_ARGV[0];
  happened timestamptz := clock_timestamp();
  actor_name text := coalesce(app.setting('app.actor'), 'sql:' || session_user);
  account uuid := app.setting('app.account_id')::uuid;
  behalf text := app.setting('app.on_behalf_of');
  request text := app.setting('app.request_id');
  why text := app.setting('app.reason');
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF subject_column = 'person_id' THEN
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
