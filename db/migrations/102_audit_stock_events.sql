-- A refrigerator's event names no lot, and a recall no facility: the audit finds events by their own id.
DROP TRIGGER audit_insert ON app.stock_event;
DROP TRIGGER audit_update ON app.stock_event;
DROP TRIGGER audit_delete ON app.stock_event;
SELECT app.audit_table('app.stock_event', 'id');
