-- A person whom a device added may be somebody whom the register knew: the device's id is looked up.
CREATE INDEX table_event_added_ix ON app.table_event ((payload ->> 'personId')) WHERE kind = 'person_added';
-- Since when a vial is open.
CREATE INDEX table_event_vial_ix ON app.table_event (session_id, (payload ->> 'vialId')) WHERE kind = 'vial_opened';
-- Where a device recorded last: shown at the other tables of the neighbourhood.
ALTER TABLE app.recording_device ADD COLUMN unit_id int;
ALTER TABLE app.recording_device ADD COLUMN site text;
CREATE INDEX recording_device_unit_ix ON app.recording_device (unit_id, signed_in_at);
-- Whose alarm it is.
ALTER TABLE app.adverse_event ADD COLUMN facility text COLLATE "C" NOT NULL;
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
SELECT app.distribute('app.table_session', 'unit_id');
CREATE INDEX table_session_day_ix ON app.table_session (on_day);
CREATE INDEX table_session_id_ix ON app.table_session (id);
SELECT app.audit_table('app.table_session', 'id');
