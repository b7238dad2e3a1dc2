-- A campaign is stated anew, closed and opened again; what it was before, who changed it, when and why stays.
ALTER TABLE app.campaign ADD COLUMN facilities jsonb NOT NULL DEFAULT '[]';
ALTER TABLE app.campaign ADD COLUMN closed boolean NOT NULL DEFAULT false;
ALTER TABLE app.campaign ADD COLUMN version int NOT NULL DEFAULT 1;
CREATE TABLE app.campaign_version (
  campaign_id uuid NOT NULL,
  version int NOT NULL,
  -- As the campaign stood from then on.
  terms jsonb NOT NULL,
  -- Null: it was opened.
  reason text,
  account_id uuid,
  stated_by text NOT NULL,
  stated_at timestamptz NOT NULL,
  CONSTRAINT campaign_version_pk PRIMARY KEY (campaign_id, version)
);
SELECT app.distribute('app.campaign_version', NULL);
CREATE INDEX vaccination_session_campaign_ix ON app.vaccination_session (campaign_id, on_day) WHERE campaign_id IS NOT NULL;
INSERT INTO app.campaign_version (campaign_id, version, terms, account_id, stated_by, stated_at)
SELECT id, 1, jsonb_build_object('name', name, 'target', target, 'document', document, 'from', from_on, 'to', to_on, 'facilities', facilities, 'closed', closed),
  account_id, opened_by, opened_at FROM app.campaign;
CREATE TRIGGER campaign_version_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON app.campaign_version
  FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change();
SELECT app.audit_table('app.campaign_version', 'campaign_id');
