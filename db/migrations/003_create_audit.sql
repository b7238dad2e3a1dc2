-- Who changed what, when and why. Written by triggers, so that imports, jobs and hand-run SQL are seen alike. Inserted
-- rows carry their own origin, so an INSERT statement writes one line with its count (a COPY of a million rows costs
-- nothing noticeable); UPDATE and DELETE write one line for each row with the values that went.
CREATE TABLE app.audit_event (
  subject_id text COLLATE "C" NOT NULL,
  id bigint GENERATED ALWAYS AS IDENTITY,
  at timestamptz NOT NULL,
  subject text COLLATE "C" NOT NULL,
  action text COLLATE "C" NOT NULL,
  rows int NOT NULL,
  actor text NOT NULL,
  account_id uuid,
  on_behalf_of text,
  request_id text,
  reason text,
  detail jsonb,
  CONSTRAINT audit_event_pk PRIMARY KEY (subject_id, id)
);
SELECT app.distribute('app.audit_event', 'subject_id');
-- The latest events, for the auditor; events of one subject come by the key.
CREATE INDEX audit_event_at_ix ON app.audit_event (at DESC);

CREATE FUNCTION app.setting(name text) RETURNS text LANGUAGE sql STABLE AS $$ SELECT nullif(current_setting(name, true), '') $$;

CREATE FUNCTION app.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit_append_only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON app.audit_event
  FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change();

-- Secrets never enter the audit, not even as old values.
CREATE FUNCTION app.without_secrets(row_data jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS
$$ SELECT row_data - 'password_hash' - 'totp_secret' - 'token_hash' $$;

CREATE FUNCTION app.write_audit() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  subject_column text := TG_ARGV[0];
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO app.audit_event (subject_id, at, subject, action, rows, actor, account_id, on_behalf_of, request_id, reason)
    SELECT CASE WHEN count(*) = 1 AND subject_column <> '' THEN min(to_jsonb(n) ->> subject_column) ELSE '*' END,
      clock_timestamp(), TG_TABLE_NAME, 'insert', count(*), coalesce(app.setting('app.actor'), 'sql:' || session_user),
      app.setting('app.account_id')::uuid, app.setting('app.on_behalf_of'), app.setting('app.request_id'), app.setting('app.reason')
    FROM (SELECT * FROM new_rows LIMIT 2) n HAVING count(*) = 1
    UNION ALL
    SELECT '*', clock_timestamp(), TG_TABLE_NAME, 'insert', count(*), coalesce(app.setting('app.actor'), 'sql:' || session_user),
      app.setting('app.account_id')::uuid, app.setting('app.on_behalf_of'), app.setting('app.request_id'), app.setting('app.reason')
    FROM new_rows HAVING count(*) > 1;
  ELSIF TG_OP = 'UPDATE' THEN
    -- Transition tables of one statement hold their rows in one order: the n-th old row became the n-th new row.
    INSERT INTO app.audit_event (subject_id, at, subject, action, rows, actor, account_id, on_behalf_of, request_id, reason, detail)
    SELECT coalesce(o.data ->> subject_column, '*'), clock_timestamp(), TG_TABLE_NAME, 'update', 1, coalesce(app.setting('app.actor'), 'sql:' || session_user),
      app.setting('app.account_id')::uuid, app.setting('app.on_behalf_of'), app.setting('app.request_id'), app.setting('app.reason'),
      (SELECT jsonb_object_agg(f.key, jsonb_build_array(f.value, n.data -> f.key)) FROM jsonb_each(o.data) f WHERE f.value IS DISTINCT FROM n.data -> f.key)
    FROM (SELECT row_number() OVER () AS i, app.without_secrets(to_jsonb(r)) AS data FROM old_rows r) o
    JOIN (SELECT row_number() OVER () AS i, app.without_secrets(to_jsonb(r)) AS data FROM new_rows r) n ON n.i = o.i
    WHERE o.data IS DISTINCT FROM n.data;
  ELSE
    INSERT INTO app.audit_event (subject_id, at, subject, action, rows, actor, account_id, on_behalf_of, request_id, reason, detail)
    SELECT coalesce(app.without_secrets(to_jsonb(o)) ->> subject_column, '*'), clock_timestamp(), TG_TABLE_NAME, 'delete', 1, coalesce(app.setting('app.actor'), 'sql:' || session_user),
      app.setting('app.account_id')::uuid, app.setting('app.on_behalf_of'), app.setting('app.request_id'), app.setting('app.reason'), app.without_secrets(to_jsonb(o))
    FROM old_rows o;
  END IF;
  RETURN NULL;
END $$;

-- Puts a table under audit; `subject_column` names the column whose value the event is found by.
CREATE FUNCTION app.audit_table(t regclass, subject_column text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE TRIGGER audit_insert AFTER INSERT ON %s REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.write_audit(%L)', t, coalesce(subject_column, ''));
  EXECUTE format('CREATE TRIGGER audit_update AFTER UPDATE ON %s REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.write_audit(%L)', t, coalesce(subject_column, ''));
  EXECUTE format('CREATE TRIGGER audit_delete AFTER DELETE ON %s REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.write_audit(%L)', t, coalesce(subject_column, ''));
END $$;
