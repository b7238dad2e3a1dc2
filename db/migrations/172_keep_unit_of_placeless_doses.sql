-- A dose whose list names no place counts with the unit of that list. The projection writes the unit with the dose, so
-- that stock and reports find such doses by it instead of reading the records of everybody for a few in a hundred.
CREATE INDEX injection_placeless_ix ON app.injection (unit_id, given_on) WHERE place IS NULL;
UPDATE app.injection i SET unit_id = u.unit_id FROM (
  SELECT d.person_id, d.id, min(r.unit_id) AS unit_id FROM app.injection d
  JOIN app.person_link l ON l.person_id = d.person_id AND l.superseded_at IS NULL AND l.record_id = ANY(d.record_ids)
  JOIN app.source_record r ON r.person_id = l.filed_under AND r.id = l.record_id
  WHERE d.place IS NULL GROUP BY d.person_id, d.id) u WHERE u.person_id = i.person_id AND u.id = i.id;
