-- Doses of named people as stock reads them: where, which product and lot, on which day, and the rows that say so.
CREATE OR REPLACE VIEW app.stock_named_dose AS
SELECT person_id, id, dose_no, vaccine, lot, given_on, place, record_ids FROM app.injection WHERE validity <> 'inferred';
