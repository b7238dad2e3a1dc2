-- How a person is reached, whom to telephone in a unit, and by which rules people are reminded.
-- Sessions go; whether somebody ever came stays: units whose accounts never signed in need help.
ALTER TABLE app.account ADD COLUMN first_signed_in_at timestamptz;
UPDATE app.account a SET first_signed_in_at = s.at
  FROM (SELECT account_id, min(created_at) AS at FROM app.session GROUP BY account_id) s WHERE s.account_id = a.id;
-- No row: reached in the product alone, and told everything.
CREATE TABLE app.account_contact (
  account_id uuid NOT NULL,
  email text COLLATE "C",
  phone text COLLATE "C",
  by_email boolean NOT NULL,
  by_sms boolean NOT NULL,
  -- False: told of what was sent back to him, and of nothing else.
  information boolean NOT NULL,
  CONSTRAINT account_contact_pk PRIMARY KEY (account_id)
);
CREATE TABLE app.unit_focal (
  unit_id int NOT NULL,
  -- Empty: of the unit itself.
  facility text COLLATE "C" NOT NULL,
  name text NOT NULL,
  phone text COLLATE "C" NOT NULL,
  hours text,
  recorded_by text NOT NULL,
  recorded_at timestamptz NOT NULL,
  CONSTRAINT unit_focal_pk PRIMARY KEY (unit_id, facility)
);
-- Versions; the newest of a province holds, and what is shipped where there is none.
CREATE TABLE app.urging_rule (
  unit_id int NOT NULL,
  version int NOT NULL,
  content jsonb NOT NULL,
  recorded_by text NOT NULL,
  recorded_at timestamptz NOT NULL,
  CONSTRAINT urging_rule_pk PRIMARY KEY (unit_id, version)
);
SELECT app.distribute('app.account_contact', NULL);
SELECT app.distribute('app.unit_focal', NULL);
SELECT app.distribute('app.urging_rule', NULL);
CREATE TRIGGER urging_rule_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON app.urging_rule
  FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change();
SELECT app.audit_table('app.account_contact', 'account_id');
SELECT app.audit_table('app.unit_focal', 'unit_id');
SELECT app.audit_table('app.urging_rule', 'unit_id');
