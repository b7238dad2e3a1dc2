-- Failed attempts by the name as typed, whether an account has it or not: a lock must not tell who has one. Only a
-- hash is kept, for people type passwords into the wrong field.
CREATE TABLE app.sign_in_attempt (
  name_hash text COLLATE "C" NOT NULL,
  failures int NOT NULL,
  failed_at timestamptz NOT NULL,
  locked_until timestamptz,
  CONSTRAINT sign_in_attempt_pk PRIMARY KEY (name_hash)
);
SELECT app.distribute('app.sign_in_attempt', NULL);
-- Old rows are swept by age.
CREATE INDEX sign_in_attempt_at_ix ON app.sign_in_attempt (failed_at);
ALTER TABLE app.account DROP COLUMN failed_attempts;
ALTER TABLE app.account DROP COLUMN locked_until;
-- The time step of the last second-factor code taken: a code seen over a shoulder is not taken twice.
ALTER TABLE app.account ADD COLUMN totp_step bigint;
-- The unit for which somebody acted, so that an auditor sees the acts of his units and no others.
ALTER TABLE app.audit_event ADD COLUMN unit_id int;
ALTER TABLE app.audit_event ALTER COLUMN unit_id SET DEFAULT (app.setting('app.unit_id'))::int;
CREATE INDEX audit_event_unit_ix ON app.audit_event (unit_id, at DESC);
CREATE INDEX audit_event_account_ix ON app.audit_event (account_id, at DESC) WHERE unit_id IS NULL;
-- The facility that brought a list: its people see that list and whom it names, and nobody else's.
ALTER TABLE app.import_run ADD COLUMN facility text COLLATE "C";
