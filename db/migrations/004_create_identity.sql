CREATE TABLE app.account (
  id uuid NOT NULL,
  username text COLLATE "C" NOT NULL,
  display_name text NOT NULL,
  password_hash text NOT NULL,
  must_change_password boolean NOT NULL,
  totp_secret text,
  language text COLLATE "C" NOT NULL DEFAULT 'vi',
  failed_attempts int NOT NULL DEFAULT 0,
  locked_until timestamptz,
  disabled boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL,
  CONSTRAINT account_pk PRIMARY KEY (id)
);
-- What an account may do, where, and for how long. A grant lent by another account says on whose behalf it acts.
CREATE TABLE app.role_grant (
  account_id uuid NOT NULL,
  id uuid NOT NULL,
  role text COLLATE "C" NOT NULL,
  unit_id int NOT NULL,
  facility text COLLATE "C",
  valid_from timestamptz NOT NULL,
  valid_to timestamptz,
  on_behalf_of text,
  reason text,
  granted_by text NOT NULL,
  CONSTRAINT role_grant_pk PRIMARY KEY (account_id, id)
);
-- Only a hash of the token is kept: who reads the database cannot sign in with it.
CREATE TABLE app.session (
  token_hash text COLLATE "C" NOT NULL,
  account_id uuid NOT NULL,
  created_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  second_factor boolean NOT NULL,
  user_agent text,
  CONSTRAINT session_pk PRIMARY KEY (token_hash)
);
SELECT app.distribute('app.account', NULL);
SELECT app.distribute('app.role_grant', NULL);
SELECT app.distribute('app.session', NULL);
CREATE UNIQUE INDEX account_username_ux ON app.account (username);
-- Sign out everywhere.
CREATE INDEX session_account_ix ON app.session (account_id);
SELECT app.audit_table('app.role_grant', 'account_id');
-- Counters of failed attempts change with every typing error; what matters of an account is audited by its commands.
SELECT app.audit_table('app.account', 'id');
