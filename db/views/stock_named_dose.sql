-- Doses of named people as stock reads them: where, which product and lot, on which day. A dose without a place counts
-- with the unit whose list tells of it.
CREATE OR REPLACE VIEW app.stock_named_dose AS
SELECT i.person_id, i.id, i.dose_no, i.vaccine, i.lot, i.given_on, i.place, i.record_ids,
  CASE WHEN i.place IS NULL THEN (
    SELECT min(r.unit_id) FROM app.person_link l JOIN app.source_record r ON r.person_id = l.filed_under AND r.id = l.record_id
    WHERE l.person_id = i.person_id AND l.superseded_at IS NULL AND l.record_id = ANY(i.record_ids)) END AS list_unit_id
FROM app.injection i WHERE i.validity <> 'inferred';
