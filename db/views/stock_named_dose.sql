-- Doses of named people as stock reads them: where, which product and lot, on which day. A dose without a place counts
-- with the unit whose list tells of it.
CREATE OR REPLACE VIEW app.stock_named_dose AS
SELECT i.person_id, i.id, i.dose_no, i.vaccine, i.lot, i.given_on, i.place, i.record_ids, i.unit_id AS list_unit_id
FROM app.injection i WHERE i.validity <> 'inferred';
